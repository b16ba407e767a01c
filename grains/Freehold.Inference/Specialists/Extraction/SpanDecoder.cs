namespace Freehold.Inference.Specialists.Extraction;

/// <summary>
/// The best row of states (Viterbi 1967), and by how much it beats the best row that differs anywhere: with max-marginals, the best score
/// through each state of each token, that is the smallest lead of a token's state over its others.
/// </summary>
internal sealed class SpanDecoder
{
    private float[] _forward = [], _backward = []; // [tokens, states]
    private float[] _ends = []; // [fields + 1]

    /// <summary>Writes the best states; returns the lead over the best other row, at least 0.</summary>
    /// <param name="tags">The states.</param>
    /// <param name="emissions">[tokens, states]</param>
    /// <param name="steps">[<see cref="SpanTags.StepCount"/>]</param>
    /// <param name="best">[tokens], at least one.</param>
    public float Decode(SpanTags tags, ReadOnlySpan<float> emissions, ReadOnlySpan<float> steps, Span<int> best)
    {
        var states = tags.Count;
        Reserve(best.Length * states, tags.Ends);
        for (var token = 0; token < best.Length; token++)
        {
            var before = token == 0 ? default : _forward.AsSpan((token - 1) * states, states);
            Forward(tags, before, emissions.Slice(token * states, states), steps, _forward.AsSpan(token * states, states));
        }

        _backward.AsSpan((best.Length - 1) * states, states).Clear();
        for (var token = best.Length - 2; token >= 0; token--)
        {
            var after = _backward.AsSpan((token + 1) * states, states);
            Backward(tags, after, emissions.Slice((token + 1) * states, states), steps, _backward.AsSpan(token * states, states));
        }

        return Choose(tags, emissions, steps, best);
    }

    private void Forward(
        SpanTags tags, ReadOnlySpan<float> before, ReadOnlySpan<float> emission, ReadOnlySpan<float> steps, Span<float> scores)
    {
        // Before the first token there is nothing, which counts as outside.
        var ends = _ends.AsSpan(0, tags.Ends);
        ends.Fill(float.NegativeInfinity);
        ends[0] = before.IsEmpty ? 0 : before[SpanTags.Outside];
        for (var field = 1; field < ends.Length; field++)
        {
            var inside = float.NegativeInfinity;
            if (!before.IsEmpty)
            {
                var (begun, further) = (before[SpanTags.Begin(field)], before[SpanTags.Inside(field)]);
                ends[field] = Math.Max(begun, further);
                var stay = steps.Slice((tags.Ends * tags.Ends) + (2 * (field - 1)), 2);
                inside = Math.Max(begun + stay[0], further + stay[1]);
            }

            scores[SpanTags.Inside(field)] = inside + emission[SpanTags.Inside(field)];
        }

        for (var field = 0; field < ends.Length; field++)
        {
            var largest = float.NegativeInfinity;
            for (var end = 0; end < ends.Length; end++)
                largest = Math.Max(largest, ends[end] + steps[(end * tags.Ends) + field]);
            var tag = field == 0 ? SpanTags.Outside : SpanTags.Begin(field);
            scores[tag] = largest + emission[tag];
        }
    }

    private static void Backward(
        SpanTags tags, ReadOnlySpan<float> after, ReadOnlySpan<float> emission, ReadOnlySpan<float> steps, Span<float> scores)
    {
        for (var end = 0; end < tags.Ends; end++)
        {
            var largest = float.NegativeInfinity;
            for (var field = 0; field < tags.Ends; field++)
            {
                var tag = field == 0 ? SpanTags.Outside : SpanTags.Begin(field);
                largest = Math.Max(largest, steps[(end * tags.Ends) + field] + emission[tag] + after[tag]);
            }

            if (end == 0)
            {
                scores[SpanTags.Outside] = largest;
                continue;
            }

            var stay = steps.Slice((tags.Ends * tags.Ends) + (2 * (end - 1)), 2);
            var inside = emission[SpanTags.Inside(end)] + after[SpanTags.Inside(end)];
            scores[SpanTags.Begin(end)] = Math.Max(largest, stay[0] + inside);
            scores[SpanTags.Inside(end)] = Math.Max(largest, stay[1] + inside);
        }
    }

    // Walks from the last token to the first along steps that keep the best score; ties go to the lower state.
    private float Choose(SpanTags tags, ReadOnlySpan<float> emissions, ReadOnlySpan<float> steps, Span<int> best)
    {
        var (states, lead) = (tags.Count, float.PositiveInfinity);
        for (var token = best.Length - 1; token >= 0; token--)
        {
            var (first, second, chosen) = (float.NegativeInfinity, float.NegativeInfinity, 0);
            var (path, pathTag) = (float.NegativeInfinity, 0);
            for (var tag = 0; tag < states; tag++)
            {
                var through = _forward[(token * states) + tag] + _backward[(token * states) + tag];
                if (through > first)
                    (first, second, chosen) = (through, first, tag);
                else if (through > second)
                    second = through;
                if (token == best.Length - 1 || tags.Step(tag, best[token + 1]) is not (>= 0 and var step))
                    continue;
                var on = _forward[(token * states) + tag] + steps[step];
                if (on > path)
                    (path, pathTag) = (on, tag);
            }

            best[token] = token == best.Length - 1 ? chosen : pathTag;
            lead = Math.Min(lead, first - second);
        }

        return float.IsFinite(lead) ? Math.Max(0, lead) : 0;
    }

    private void Reserve(int scores, int ends)
    {
        if (_forward.Length < scores)
            (_forward, _backward) = (new float[scores], new float[scores]);
        if (_ends.Length < ends)
            _ends = new float[ends];
    }
}
