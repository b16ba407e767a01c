namespace Freehold.Core.Labels.Tagging;

/// <summary>
/// Finds persons, places, organisations, titles, nationalities and what else the words around decide, by a linear chain over hashed
/// features.
/// Most words of clean prose are dismissed by a look into the lexicon; only the others and their neighbours are scored.
/// </summary>
/// <remarks>Thread-safe. Allocates nothing once its thread's buffers are there.</remarks>
internal sealed class SequenceTagger(TaggerWeights weights, Lexicon lexicon) : ISpanTagger
{
    /// <summary>Tokens around a suspicious one that are scored with it.</summary>
    private const int Window = 2;

    private static readonly Lazy<SequenceTagger> SharedTagger = new(() => new SequenceTagger(TaggerFile.ReadShipped(), Lexicon.Shared));

    /// <summary>The tagger with the shipped weights.</summary>
    public static SequenceTagger Shipped => SharedTagger.Value;

    /// <inheritdoc/>
    public void Tag(ReadOnlySpan<char> text, List<SensitiveSpan> spans)
    {
        var scratch = TaggerScratch.Mine;
        for (var position = 0; scratch.Read(text, ref position, lexicon) is > 0 and var count;) TagRound(text, scratch, count, spans);
    }

    private void TagRound(ReadOnlySpan<char> text, TaggerScratch scratch, int count, List<SensitiveSpan> spans)
    {
        int from = 0, until = 0; // the window that is open
        for (var i = 0; i < count; i++)
        {
            if (!Gate.IsSuspicious(text, scratch.Tokens, i + TaggerScratch.Padding, lexicon)) continue;
            if (until > 0 && i - Window > until) TagWindow(text, scratch, from, until, spans);
            if (until == 0 || i - Window > until) from = Math.Max(0, i - Window);
            until = Math.Min(count, i + Window + 1);
        }

        if (until > 0) TagWindow(text, scratch, from, until, spans);
    }

    private void TagWindow(ReadOnlySpan<char> text, TaggerScratch scratch, int from, int until, List<SensitiveSpan> spans)
    {
        for (var i = from; i < until; i++)
        {
            FeatureTable.Extract(text, scratch.Tokens, i + TaggerScratch.Padding, scratch.Buckets);
            weights.Score(scratch.Buckets, scratch.Emissions.AsSpan((i - from) * TaggerWeights.Lanes, TaggerWeights.Lanes));
        }

        var tags = scratch.Tags.AsSpan(0, until - from);
        scratch.Decoder.Decode(scratch.Emissions, weights.Transitions, tags);
        for (var i = 0; i < tags.Length; i++)
        {
            if (tags[i] == TagSet.Outside) continue;
            var begin = i;
            while (i + 1 < tags.Length && tags[i + 1] == TagSet.Inside(TagSet.KindOf(tags[begin]))) i++;
            int first = TaggerScratch.Padding + from + begin, last = TaggerScratch.Padding + from + i;
            var kind = Evidence.Settle(scratch.Tokens, ref first, last, TagSet.SensitiveKindOf(tags[begin]));
            if (kind == SensitiveKind.None) continue;
            ref readonly var end = ref scratch.Tokens[last];
            var start = scratch.Tokens[first].Start;
            spans.Add(new SensitiveSpan(start, end.Start + end.Length - start, kind));
        }
    }
}
