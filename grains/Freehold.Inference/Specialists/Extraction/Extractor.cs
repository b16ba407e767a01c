using System.Text;
using Freehold.Inference.Specialists.Classification;
using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Specialists.Extraction;

/// <summary>A trained extractor: tags tokens with fields and copies the spans into an object. Immutable; shared by all threads.</summary>
/// <param name="Fields">In the teacher's order.</param>
/// <param name="Weights">The tagger's.</param>
/// <param name="LeadScale">The lead that makes an uncalibrated probability of 0.73, the logistic function of 1; above 0.</param>
/// <param name="Confidence">From that probability to a calibrated one.</param>
internal sealed record Extractor(ExtractionField[] Fields, SpanWeights Weights, float LeadScale, ConfidenceCurve Confidence)
{
    /// <summary>More members than an extraction's object has.</summary>
    public const int MaxFields = 32;

    public SpecialistPrediction Predict(ReadOnlySpan<char> text, ExtractorScratch scratch)
    {
        var isWhole = text.Length <= SpecialistModel.MaxTextLength;
        text = text[..Math.Min(text.Length, SpecialistModel.MaxTextLength)];
        var lead = Tag(text, scratch, out var count);
        scratch.Json.ResetWrittenCount();
        scratch.Writer.Reset();
        var isComplete = Write(text, scratch, count);
        scratch.Writer.Flush();
        return new SpecialistPrediction(
            -1, Encoding.UTF8.GetString(scratch.Json.WrittenSpan), Confidence.Apply(1 / (1 + MathF.Exp(-lead / LeadScale))),
            !isWhole || !isComplete || count is 0 or ExtractorScratch.MaxTokens);
    }

    /// <summary>By how much the best tags of a text beat all others.</summary>
    public float Lead(ReadOnlySpan<char> text, ExtractorScratch scratch) => Tag(text, scratch, out _);

    // Leaves the tokens and their tags in the scratch.
    private float Tag(ReadOnlySpan<char> text, ExtractorScratch scratch, out int count)
    {
        count = TextTokenizer.Read(text, scratch.Tokens);
        if (count == 0)
            return 0;
        var tokens = scratch.Tokens.AsSpan(0, count);
        var states = Weights.Tags.Count;
        var emissions = scratch.Emissions(count * states);
        for (var i = 0; i < count; i++)
        {
            TokenFeatures.Extract(text, tokens, i, scratch.Buckets, Weights.BucketBits);
            Weights.Score(scratch.Buckets, emissions.Slice(i * states, states));
        }

        return scratch.Decoder.Decode(Weights.Tags, emissions, Weights.Steps, scratch.Tags.AsSpan(0, count));
    }

    /// <summary>Characters of a field's first span; empty where there is none.</summary>
    /// <param name="field">1 and on.</param>
    /// <param name="tokens">[tokens]</param>
    /// <param name="tags">[tokens]</param>
    public static Range Find(int field, ReadOnlySpan<TextToken> tokens, ReadOnlySpan<int> tags)
    {
        var first = tags.IndexOf(SpanTags.Begin(field));
        if (first < 0)
            return default;
        var last = first;
        while (last + 1 < tags.Length && tags[last + 1] == SpanTags.Inside(field))
            last++;
        return tokens[first].Start..(tokens[last].Start + tokens[last].Length);
    }

    // False where a field is missing that all training answers had, or a number is none.
    private bool Write(ReadOnlySpan<char> text, ExtractorScratch scratch, int count)
    {
        var (writer, isComplete) = (scratch.Writer, true);
        writer.WriteStartObject();
        for (var i = 0; i < Fields.Length; i++)
        {
            var field = Fields[i];
            var value = text[Find(i + 1, scratch.Tokens.AsSpan(0, count), scratch.Tags.AsSpan(0, count))];
            var isNumber = field.IsNumber && JsonNumber.IsOne(value);
            if (value.IsEmpty || (field.IsNumber && !isNumber))
            {
                isComplete &= !field.IsRequired && value.IsEmpty;
                if (field.IsNullWhenMissing)
                    writer.WriteNull(field.Name);
            }
            else if (isNumber)
            {
                writer.WritePropertyName(field.Name);
                writer.WriteRawValue(value, skipInputValidation: true);
            }
            else
            {
                writer.WriteString(field.Name, value);
            }
        }

        writer.WriteEndObject();
        return isComplete;
    }
}
