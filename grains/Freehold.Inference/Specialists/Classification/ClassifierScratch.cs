using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Specialists.Classification;

/// <summary>The room for classifying one text; grows to the largest model that it served. Not for two threads at a time.</summary>
internal sealed class ClassifierScratch
{
    private float[] _hidden = [], _logits = [], _probabilities = [];

    public TextVectorizer Vectorizer { get; } = new();

    public Span<float> Hidden(int length) => Grow(ref _hidden, length);

    public Span<float> Logits(int length) => Grow(ref _logits, length);

    public Span<float> Probabilities(int length) => Grow(ref _probabilities, length);

    private static Span<float> Grow(ref float[] room, int length)
    {
        if (room.Length < length)
            room = new float[length];
        return room.AsSpan(0, length);
    }
}
