namespace Freehold.Inference.Formats.Gguf;

/// <summary>GGUF's numbers for tensor types (ggml.h, <c>enum ggml_type</c>).</summary>
internal static class GgufTensorTypes
{
    private static readonly Dictionary<uint, string> Unsupported = new()
    {
        [7] = "Q5_1",
        [9] = "Q8_1",
        [10] = "Q2_K",
        [11] = "Q3_K",
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
        2 => TensorType.Q4_0,
        3 => TensorType.Q4_1,
        6 => TensorType.Q5_0,
        8 => TensorType.Q8_0,
        12 => TensorType.Q4_K,
        13 => TensorType.Q5_K,
        14 => TensorType.Q6_K,
        30 => TensorType.BF16,
        _ => throw new ModelFormatException(
            file, $"tensor type {Unsupported.GetValueOrDefault(number, "unknown")} ({number}) is not supported", $"tensor '{tensor}'",
            $"Convert the model to one of {string.Join(", ", Enum.GetNames<TensorType>())}."),
    };
}
