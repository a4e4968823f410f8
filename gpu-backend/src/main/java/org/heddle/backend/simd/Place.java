package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where a copy stands: the index within the block of each axis, and the loops opened to run through them.
final class Place {
    private final Emission emission;
    private final Transfer transfer;
    private final Map<String, Index> index;
    private final List<String> opened = new ArrayList<>();
    private boolean scope;

    Place(Emission emission, Transfer transfer) {
        this(emission, transfer, Map.of());
    }

    private Place(Emission emission, Transfer transfer, Map<String, Index> index) {
        this.emission = emission;
        this.transfer = transfer;
        this.index = new LinkedHashMap<>(index);
    }

    /// Opens loops over the axes.
    void open(List<String> axes) {
        for (String axis : axes) {
            index.put(axis, emission.openLoop(axis));
            opened.add(axis);
        }
    }

    /// Opens loops over the axes, and at least a scope for what is declared in them.
    void openScope(List<String> axes) {
        open(axes);
        scope = opened.stream().allMatch(emission::isSingle);
        if (scope) {
            emission.code.open("");
        }
    }

    void close() {
        if (scope) {
            emission.code.close();
        }
        opened.reversed().forEach(emission::closeLoop);
    }

    /// The same place with the index of one axis.
    Place at(String axis, Index within) {
        Place place = new Place(emission, transfer, index);
        place.index.put(axis, within);
        return place;
    }

    /// Index of every axis within its block.
    Map<String, Index> index() {
        return Collections.unmodifiableMap(index);
    }

    /// The offset of the element in the array.
    Index offset() {
        Index offset = Index.ZERO;
        for (String axis : transfer.distinctAxes()) {
            Index at = emission.start(axis).plus(index.getOrDefault(axis, Index.ZERO));
            offset = offset.plus(at.times(transfer.stride(axis)));
        }
        return offset;
    }
}
