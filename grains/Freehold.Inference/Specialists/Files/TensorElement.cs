namespace Freehold.Inference.Specialists.Files;

/// <summary>The types of numbers that a specialist's file holds, by safetensors' names.</summary>
internal static class TensorElement
{
    public static string Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? "F32"
        : typeof(T) == typeof(Half) ? "F16"
        : typeof(T) == typeof(uint) ? "U32"
        : typeof(T) == typeof(int) ? "I32"
        : typeof(T) == typeof(byte) ? "U8"
        : throw new NotSupportedException($"{typeof(T)} has no safetensors name here.");

    /// <summary>Bytes of one number; null where specialists have no such type.</summary>
    public static int? BytesOf(string type) => type switch
    {
        "F32" or "U32" or "I32" => 4,
        "F16" => 2,
        "U8" => 1,
        _ => null,
    };
}
