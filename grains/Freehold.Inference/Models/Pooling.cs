using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Models;

/// <summary>Makes one vector of a text's tokens, as they come.</summary>
internal static class Pooling
{
    /// <summary>Takes some neighbouring tokens of a text into account.</summary>
    /// <param name="pooling">How.</param>
    /// <param name="hidden">[count, width] the tokens' vectors</param>
    /// <param name="first">Position in the text of the first of them.</param>
    /// <param name="length">Tokens of the whole text.</param>
    /// <param name="vector">[width], zero before a text's first call</param>
    public static void Add(EmbeddingPooling pooling, ReadOnlySpan<float> hidden, int first, int length, Span<float> vector)
    {
        var width = vector.Length;
        var count = hidden.Length / width;
        if (pooling == EmbeddingPooling.Mean)
        {
            for (var t = 0; t < count; t++)
                Elementwise.AddScaled(vector, 1f / length, hidden.Slice(t * width, width));
            return;
        }

        var wanted = (pooling == EmbeddingPooling.FirstToken ? 0 : length - 1) - first;
        if (wanted >= 0 && wanted < count)
            hidden.Slice(wanted * width, width).CopyTo(vector);
    }
}
