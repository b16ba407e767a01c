namespace Freehold.Core.Labels.Tagging;

/// <summary>
/// The best row of states (Viterbi 1967). A kind's further token follows its first or another further one; whatever else follows a kind
/// depends on the kind that ended, not on how long it was, so a step costs 13 x 13 additions instead of 25 x 25.
/// </summary>
internal sealed class Viterbi(int mostTokens)
{
    /// <summary>Weights of a step: from each kind that ends to each that begins, then for each kind B to I and I to I.</summary>
    public const int TransitionCount = (Ends * Ends) + (2 * TagSet.KindCount);

    private const int Ends = TagSet.KindCount + 1;

    private readonly byte[] _from = new byte[mostTokens * TagSet.Count];
    private readonly float[] _scores = new float[TagSet.Count], _next = new float[TagSet.Count], _ends = new float[Ends];
    private readonly byte[] _endTags = new byte[Ends];

    /// <summary>Index of the weight of a step from <paramref name="previous"/> to <paramref name="tag"/>.</summary>
    public static int Transition(int previous, int tag) =>
        tag != TagSet.Outside && !TagSet.IsBegin(tag)
            ? (Ends * Ends) + (2 * (TagSet.KindOf(tag) - 1)) + (TagSet.IsBegin(previous) ? 0 : 1)
            : (TagSet.KindOf(previous) * Ends) + TagSet.KindOf(tag);

    /// <summary>Writes the best state of each token.</summary>
    /// <param name="emissions">[tokens, TaggerWeights.Lanes]</param>
    /// <param name="transitions">[TransitionCount]</param>
    /// <param name="tags">[tokens]</param>
    public void Decode(ReadOnlySpan<float> emissions, ReadOnlySpan<float> transitions, Span<byte> tags)
    {
        // Before the first token there is nothing: only "outside" has a score.
        _scores.AsSpan().Fill(float.NegativeInfinity);
        _scores[TagSet.Outside] = 0;
        for (var i = 0; i < tags.Length; i++)
            Step(emissions.Slice(i * TaggerWeights.Lanes, TagSet.Count), transitions, _from.AsSpan(i * TagSet.Count, TagSet.Count));

        var best = 0;
        for (var tag = 1; tag < TagSet.Count; tag++)
        {
            if (_scores[tag] > _scores[best]) best = tag;
        }

        for (var i = tags.Length - 1; i >= 0; i--)
        {
            tags[i] = (byte)best;
            best = _from[(i * TagSet.Count) + best];
        }
    }

    private void Step(ReadOnlySpan<float> emission, ReadOnlySpan<float> transitions, Span<byte> from)
    {
        _ends[0] = _scores[0];
        _endTags[0] = 0;
        for (var kind = 1; kind < Ends; kind++)
        {
            int begin = TagSet.Begin(kind), inside = TagSet.Inside(kind);
            var isInside = _scores[inside] > _scores[begin];
            _ends[kind] = isInside ? _scores[inside] : _scores[begin];
            _endTags[kind] = (byte)(isInside ? inside : begin);

            var stay = transitions.Slice((Ends * Ends) + (2 * (kind - 1)), 2);
            float first = _scores[begin] + stay[0], further = _scores[inside] + stay[1];
            _next[inside] = Math.Max(first, further) + emission[inside];
            from[inside] = (byte)(further > first ? inside : begin);
        }

        for (var kind = 0; kind < Ends; kind++)
        {
            var best = float.NegativeInfinity;
            var bestEnd = 0;
            for (var end = 0; end < Ends; end++)
            {
                var score = _ends[end] + transitions[(end * Ends) + kind];
                if (score <= best) continue;
                (best, bestEnd) = (score, end);
            }

            var tag = kind == 0 ? TagSet.Outside : TagSet.Begin(kind);
            _next[tag] = best + emission[tag];
            from[tag] = _endTags[bestEnd];
        }

        _next.CopyTo(_scores, 0);
    }
}
