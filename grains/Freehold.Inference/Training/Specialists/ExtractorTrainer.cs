using Freehold.Inference.Specialists.Classification;
using Freehold.Inference.Specialists.Extraction;
using Freehold.Inference.Specialists.Files;

namespace Freehold.Inference.Training.Specialists;

/// <summary>Trains an extractor from texts and the teacher's JSON objects, calibrated on held-out predictions of whole objects.</summary>
internal static class ExtractorTrainer
{
    private const int Epochs = 8, Folds = 3;

    /// <summary>Largest table of weights.</summary>
    private const int MaxTableBytes = 4_500_000;

    /// <summary>Share of the examples, the surest ones, among which disagreement is put down to the teacher.</summary>
    private const double AnchorShare = 0.5;

    public static (SpecialistFile Content, SpecialistTrainingReport Report) Train(
        SpecialistExample[] examples, SpecialistTrainingOptions options, TrainingPause pause)
    {
        var (fields, aligned, leftOut) = Read(examples, pause);
        var tags = new SpanTags(fields.Length);
        var bits = Math.Min(SpanWeights.MaxBucketBits, int.Log2(MaxTableBytes / tags.Count));
        pause.Meter.Expect((long)Folds * Epochs * aligned.Length); // Each text for the folds but its own, then all once more.
        var held = CrossFit(fields, aligned, tags, bits, options.Seed, pause);

        var scale = held.Select(sample => sample.Lead).Order().ElementAt(held.Length / 2) is > 0 and var median ? median : 1;
        var probabilities = Array.ConvertAll(held, sample => 1 / (1 + MathF.Exp(-sample.Lead / scale)));
        var anchors = FindAnchors(held);
        // A wrong object is never another wrong one by chance: as with endlessly many labels.
        var confidence = ConfidenceFit.Fit(probabilities, Array.ConvertAll(held, sample => sample.Agrees), anchors.Noise, int.MaxValue);
        var calibrated = Array.ConvertAll(probabilities, probability => confidence.Apply(probability));
        var passed = calibrated.Where((_, i) => !held[i].IsOut).ToArray();
        var serveAt = Thresholds.Serve(passed, options.TargetPrecision, options.LeastProbability);

        var weights = SpanTrainer.Train(tags, bits, aligned, Epochs, options.Seed, pause);
        var served = passed.Where(probability => probability >= serveAt).ToArray();
        return (
            new SpecialistFile(null, new Extractor(fields, weights, scale, confidence), serveAt, anchors.Noise),
            new SpecialistTrainingReport
            {
                Examples = aligned.Length,
                LeftOut = leftOut,
                OutOfScopeExamples = aligned.Count(example => example.Tags is null),
                Labels = fields.Length,
                Relabelled = 0,
                Anchors = anchors,
                Accuracy = calibrated.Average(),
                ServedShare = (double)served.Length / held.Length,
                ServedAccuracy = served.Length == 0 ? 0 : served.Average(),
                FalseOutOfScope = held.Average(sample => sample.IsOut && sample.Agrees ? 1.0 : 0.0),
                OutOfScopeRecall = null,
                FileBytes = 0,
            });
    }

    private static (ExtractionField[] Fields, ExtractionExample[] Aligned, int LeftOut) Read(
        SpecialistExample[] examples, TrainingPause pause)
    {
        var answers = new List<List<ExtractionSchema.Member>>();
        var texts = new List<string>();
        foreach (var example in examples)
        {
            pause.Check();
            if (ExtractionSchema.Parse(example.Label) is not { } answer)
                continue;
            answers.Add(answer);
            texts.Add(example.Text);
        }

        var fields = ExtractionSchema.Fields(answers);
        var aligned = texts.Select((text, i) => ExtractionAligner.Align(text, answers[i], fields)).ToArray();
        if (fields.Length == 0 || !Array.Exists(aligned, example => example.Tags is not null))
        {
            throw new ArgumentException(
                "No answer is a flat JSON object whose texts and numbers occur in the request: there is nothing to extract.",
                nameof(examples));
        }

        return (fields, aligned, examples.Length - aligned.Length);
    }

    private static HeldOut[] CrossFit(
        ExtractionField[] fields, ExtractionExample[] examples, SpanTags tags, int bits, ulong seed, TrainingPause pause)
    {
        var held = new HeldOut[examples.Length];
        var scratch = new ExtractorScratch();
        for (var fold = 0; fold < Folds; fold++)
        {
            var weights = SpanTrainer.Train(tags, bits, [.. examples.Where((_, i) => i % Folds != fold)], Epochs, seed, pause);
            var extractor = new Extractor(fields, weights, 1, ConfidenceCurve.Identity);
            for (var i = fold; i < examples.Length; i += Folds)
                held[i] = Check(extractor, examples[i], scratch);
        }

        return held;
    }

    private static HeldOut Check(Extractor extractor, ExtractionExample example, ExtractorScratch scratch)
    {
        var prediction = extractor.Predict(example.Text, scratch);
        var agrees = ExtractionSchema.Parse(prediction.Label) is { } answer && extractor.Fields.Select((field, i) =>
            answer.Find(member => member.Name == field.Name).Value == example.Values[i]).All(isSame => isSame);
        var lead = extractor.Lead(example.Text, scratch);
        return new HeldOut(lead, agrees, prediction.OutOfScope);
    }

    private static LabelAnchors FindAnchors(HeldOut[] held)
    {
        var anchors = held.OrderByDescending(sample => sample.Lead).Take((int)Math.Ceiling(held.Length * AnchorShare)).ToArray();
        return new LabelAnchors(anchors.Length, anchors.Count(sample => !sample.Agrees));
    }

    /// <summary>What a tagger says of a text that it did not learn from.</summary>
    private readonly record struct HeldOut(float Lead, bool Agrees, bool IsOut);
}
