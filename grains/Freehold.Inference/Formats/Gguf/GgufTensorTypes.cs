namespace Freehold.Inference.Formats.Gguf;

/// <summary>GGUF's numbers for tensor types (ggml.h, <c>enum ggml_type</c>).</summary>
internal static class GgufTensorTypes
{
    private static readonly Dictionary<uint, string> Unsupported = new()
    {
        [2] = "Q4_0",
        [3] = "Q4_1",
        [6] = "Q5_0",
        [7] = "Q5_1",
        [9] = "Q8_1",
        [10] = "Q2_K",
        [11] = "Q3_K",
        [12] = "Q4_K",
        [13] = "Q5_K",
        [14] = "Q6_K",
        [15] = "Q8_K",
        [20] = "IQ4_NL",
        [23] = "IQ4_XS",
        [24] = "I8",
        [25] = "I16",
        [26] = "I32",
        [27] = "I64",
        [28] = "F64",
    };

    public static TensorType Parse(string file, string tensor, uint number) => number switch
    {
        0 => TensorType.F32,
        1 => TensorType.F16,
        8 => TensorType.Q8_0,
        30 => TensorType.BF16,
        _ => throw new ModelFormatException(
            file, $"tensor type {Unsupported.GetValueOrDefault(number, "unknown")} ({number}) is not supported", $"tensor '{tensor}'",
            "Convert the model to F32, F16, BF16 or Q8_0."),
    };
}
