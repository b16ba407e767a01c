using System.Diagnostics;
using Freehold.Inference.Specialists;
using Freehold.Inference.Training.Specialists;

namespace Freehold.Benchmarks.Flywheel;

/// <summary>The student without the loop: trained on the teacher's answers, asked directly, served from its own threshold on.</summary>
internal static class OfflineFlywheel
{
    public static void Run(Report report, IntentSet set, ErringTeacher teacher, ulong seed, CancellationToken cancellationToken)
    {
        var examples = set.Train.Select(text => new SpecialistExample(text.Text, teacher.Answer(text.Text))).ToArray();
        var startedAt = Stopwatch.GetTimestamp();
        var options = new SpecialistTrainingOptions { OutOfScopeLabel = IntentSet.OutOfScopeLabel, Seed = seed };
        var (model, found) = SpecialistTrainer.Train(examples, [], options, cancellationToken);
        var trainingTime = Stopwatch.GetElapsedTime(startedAt);

        foreach (var text in set.Test)
            model.Predict(text.Text);
        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        foreach (var text in set.Test)
            model.Predict(text.Text);
        report.Add("allocated_bytes", GC.GetAllocatedBytesForCurrentThread() - allocatedBefore, $"by {set.Test.Length} predictions");
        var answered = set.Test.Concat(set.OutOfScope).Select(text => Ask(model, teacher, text)).ToArray();
        FlywheelFigures.Add(report, answered);
        var inScope = answered.Where(text => text.IsInScope).ToArray();
        report.Add("cost_share", (double)inScope.Count(text => !text.IsLocal) / inScope.Length, "in scope, requests for the teacher");
        report.Add("serve_at", model.ServeAt, "recommended threshold of the probability");
        report.Add("label_noise_estimate", found.Anchors.Noise, $"{found.Relabelled} of {found.Examples} labels replaced");
        report.Add("training_seconds", trainingTime.TotalSeconds, $"{set.Labels.Length} labels, one thread");
        report.Add("file_bytes", model.File.Length);
    }

    private static AnsweredText Ask(SpecialistModel model, ErringTeacher teacher, LabelledText text)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var prediction = model.Predict(text.Text);
        var took = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
        var isLocal = !prediction.OutOfScope && prediction.Probability >= model.ServeAt;
        var byTeacher = teacher.Answer(text.Text);
        return new AnsweredText(text.Label, byTeacher, prediction.Label, isLocal ? prediction.Label : byTeacher, isLocal, took);
    }
}
