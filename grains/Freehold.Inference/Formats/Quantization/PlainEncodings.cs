using System.Buffers.Binary;

namespace Freehold.Inference.Formats.Quantization;

/// <summary>32-bit IEEE numbers, little-endian.</summary>
internal sealed class SingleEncoding() : WeightEncoding("F32", ggufType: 0, fileType: 0, blockLength: 1, blockBytes: 4)
{
    private protected override void EncodeBlock(ReadOnlySpan<float> numbers, Span<byte> bytes) =>
        BinaryPrimitives.WriteSingleLittleEndian(bytes, numbers[0]);
}

/// <summary>16-bit IEEE numbers, little-endian, rounded to nearest even.</summary>
internal sealed class HalfEncoding() : WeightEncoding("F16", ggufType: 1, fileType: 1, blockLength: 1, blockBytes: 2)
{
    private protected override void EncodeBlock(ReadOnlySpan<float> numbers, Span<byte> bytes) =>
        BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)numbers[0]);
}
