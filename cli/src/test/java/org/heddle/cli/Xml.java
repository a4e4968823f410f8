package org.heddle.cli;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// Looks into XML.
final class Xml {
    private Xml() {}

    /// @throws org.xml.sax.SAXException where the text is not well-formed
    static Document parse(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }

    static List<Element> elements(Document document) {
        List<Element> elements = new ArrayList<>();
        NodeList nodes = document.getElementsByTagName("*");
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /// The text of an element's own title, empty where it has none.
    static String title(Element element) {
        return element.getFirstChild() instanceof Element first
                        && first.getTagName().equals("title")
                ? first.getTextContent()
                : "";
    }

    /// What is written, without titles.
    static List<String> texts(NodeList nodes) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Element text = (Element) nodes.item(i);
            texts.add(text.getTextContent().substring(title(text).length()));
        }
        return texts;
    }
}
