using System.Diagnostics;
using Freehold.Inference.Specialists;

namespace Freehold.Benchmarks.Flywheel;

/// <summary>The whole loop on a live gateway: traffic, and nothing else, until a student is promoted; then the test as traffic.</summary>
internal static class LiveFlywheel
{
    /// <summary>Requests at a time.</summary>
    private const int Clients = 8;

    /// <summary>Share of the golden examples in the training part from which on the training may start.</summary>
    private const double MinShare = 0.99;

    public static async Task RunAsync(Report report, IntentSet set, ErringTeacher teacher, ulong seed, CancellationToken cancellationToken)
    {
        await using var upstream = await TeacherUpstream.StartAsync(teacher, cancellationToken);
        await using var house = new FlywheelHouse(upstream.BaseUrl);
        var distinct = set.Train.DistinctBy(text => text.Text).ToArray();
        var golden = GoldenCount.Of(set, distinct, teacher, cancellationToken);
        await house.ReadyAsync(set, Math.Max(1, (int)(golden * MinShare)), cancellationToken);

        var startedAt = Stopwatch.GetTimestamp();
        await SendAsync(house, Shuffled(distinct, seed, "train"), cancellationToken);
        report.Add("golden_examples", golden, "that the training part comes to");
        report.Add("sending_seconds", Stopwatch.GetElapsedTime(startedAt).TotalSeconds, $"{distinct.Length} requests");
        var watch = new PhaseWatch(house, [.. Shuffled(set.Live, seed, "live").Select(text => text.Text)]);
        var student = await watch.UntilPromotedAsync(report, cancellationToken);

        var askedBefore = upstream.Asked;
        var tests = Shuffled([.. set.Test, .. set.OutOfScope], seed, "test");
        var answers = await SendAsync(house, tests, cancellationToken);
        var model = SpecialistModel.Load(house.Artifact(student), student);
        foreach (var text in tests)
            model.Predict(text.Text);
        FlywheelFigures.Add(report, [.. tests.Zip(answers, (text, answer) => ToAnswered(model, teacher, text, answer))]);
        AddCosts(report, tests, answers);
        report.Add("teacher_asked", upstream.Asked - askedBefore, $"of {tests.Length} requests of the test");
        await AddRollbackAsync(report, house, tests.Zip(answers).First(pair => pair.Second.IsLocal).First.Text, cancellationToken);
    }

    // Last, because no student is left after it.
    private static async Task AddRollbackAsync(Report report, FlywheelHouse house, string text, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        await house.RollBackAsync(cancellationToken);
        report.Add("rollback_call_ms", Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds, "until the call returned");
        while ((await house.AskAsync(text, cancellationToken)).IsLocal)
        {
            // Asks again: routers follow within a second.
        }

        report.Add("rollback_ms", Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds, "until the teacher answered what the student had");
    }

    private static LabelledText[] Shuffled(LabelledText[] texts, ulong seed, string purpose) =>
        [.. texts.OrderBy(text => TextChance.Of(text.Text, seed, purpose)).ThenBy(text => text.Text, StringComparer.Ordinal)];

    private static async Task<LiveAnswer[]> SendAsync(FlywheelHouse house, LabelledText[] texts, CancellationToken cancellationToken)
    {
        var answers = new LiveAnswer[texts.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, texts.Length, options, async (i, stop) => answers[i] = await house.AskAsync(texts[i].Text, stop));
        return answers;
    }

    private static AnsweredText ToAnswered(SpecialistModel model, ErringTeacher teacher, LabelledText text, LiveAnswer answer)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var prediction = model.Predict(text.Text);
        var took = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
        return new AnsweredText(text.Label, teacher.Answer(text.Text), prediction.Label, answer.Text, answer.IsLocal, took);
    }

    // In scope, against what the teacher alone would have cost at the same prices.
    private static void AddCosts(Report report, LabelledText[] texts, LiveAnswer[] answers)
    {
        var inScope = texts.Zip(answers).Where(pair => pair.First.Label != IntentSet.OutOfScopeLabel).ToArray();
        var local = inScope.Where(pair => pair.Second.IsLocal).ToArray();
        report.Add("cost_share", Share(inScope), "in scope, of what the teacher alone would have cost");
        report.Add("local_cost_share", local.Length == 0 ? 0 : Share(local), "of what the student answered");

        static double Share((LabelledText Text, LiveAnswer Answer)[] pairs) =>
            (double)(pairs.Sum(pair => pair.Answer.CostUsd) / pairs.Sum(pair => TeacherCostUsd(pair.Text.Text)));
    }

    private static decimal TeacherCostUsd(string text)
    {
        var (prompt, completion) = TeacherUpstream.TokensOf(text);
        return ((prompt * FlywheelHouse.PromptUsdPerMillion) + (completion * FlywheelHouse.CompletionUsdPerMillion)) / 1_000_000;
    }
}
