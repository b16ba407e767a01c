using System.Collections.Immutable;

namespace Freehold.Inference.Formats;

/// <summary>The checks that every format's tensor table goes through before a tensor may be read.</summary>
internal static class TensorLayout
{
    /// <summary>Longest shape that any supported format or family uses.</summary>
    public const int MaxDimensions = 4;

    /// <summary>Bytes that a tensor takes, from its shape (outermost first), refused where it cannot lie in the file.</summary>
    public static long ByteLength(MappedFile file, string name, TensorType type, ReadOnlySpan<ulong> shape)
    {
        if (shape.Length > MaxDimensions)
            throw Fault(file, name, $"a tensor has {shape.Length} dimensions, more than {MaxDimensions}");

        // The file's length bounds the product before it can overflow.
        var (count, most) = (1UL, (ulong)file.Length * TensorTypes.MaxNumbersPerByte);
        foreach (var extent in shape)
        {
            if (extent == 0 || extent > int.MaxValue || extent > most / count)
                throw Fault(file, name, $"the shape [{string.Join(", ", shape.ToArray())}] does not fit a file of {file.Length} bytes");
            count *= extent;
        }

        var columns = shape.IsEmpty ? 1 : shape[^1];
        if (columns % (ulong)type.BlockLength() != 0)
            throw Fault(file, name, $"a row of {columns} numbers is not a whole number of {type} blocks of {type.BlockLength()}");
        if (columns / (ulong)type.BlockLength() * (ulong)type.BlockBytes() > int.MaxValue)
            throw Fault(file, name, $"a row of {columns} numbers is longer than {int.MaxValue} bytes");

        return (long)(count / (ulong)type.BlockLength()) * type.BlockBytes();
    }

    /// <summary>Makes the tensor after checking that its bytes lie inside the file.</summary>
    public static ModelTensor Place(MappedFile file, string name, TensorType type, ReadOnlySpan<ulong> shape, ulong offset, ulong dataStart)
    {
        var length = ByteLength(file, name, type, shape);
        var available = (ulong)file.Length - Math.Min(dataStart, (ulong)file.Length);
        if (offset > available || (ulong)length > available - offset)
        {
            throw Fault(
                file, name, $"{length} bytes at data offset {offset} reach past the end: the file holds {available} bytes of tensor data");
        }

        var extents = ImmutableArray.CreateBuilder<int>(shape.Length);
        foreach (var extent in shape)
            extents.Add((int)extent);
        return new ModelTensor(file, name, type, extents.MoveToImmutable(), (long)(dataStart + offset), length);
    }

    /// <summary>Refuses tensors that share bytes: such a table lies about at least one of them.</summary>
    public static void RefuseOverlaps(MappedFile file, IEnumerable<ModelTensor> tensors)
    {
        ModelTensor? previous = null;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Offset))
        {
            if (previous is not null && previous.Offset + previous.ByteLength > tensor.Offset)
                throw Fault(file, tensor.Name, $"its bytes overlap those of tensor '{previous.Name}' at byte offset {tensor.Offset}");
            previous = tensor;
        }
    }

    public static ModelFormatException Fault(MappedFile file, string tensor, string what) =>
        new(file.Path, what, $"tensor '{tensor}'", ModelFormatException.Damaged);
}
