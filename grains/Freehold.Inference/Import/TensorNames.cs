using System.Globalization;

namespace Freehold.Inference.Import;

/// <summary>The order of tensors in a file: the embedding, the layers by number, then the rest, so that a mapped file is read forward.</summary>
internal static class TensorNames
{
    public static IComparer<string> InModelOrder { get; } = Comparer<string>.Create((a, b) =>
        Place(a) is var first && Place(b) is var second && first != second
            ? first.CompareTo(second)
            : string.CompareOrdinal(a, b));

    private static int Place(string name)
    {
        if (name.StartsWith("token_embd.", StringComparison.Ordinal))
            return -1;
        return name.Split('.') is ["blk", var number, ..] && int.TryParse(number, CultureInfo.InvariantCulture, out var layer)
            ? layer
            : int.MaxValue;
    }
}
