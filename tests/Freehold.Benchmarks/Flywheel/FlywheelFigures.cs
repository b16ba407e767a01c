namespace Freehold.Benchmarks.Flywheel;

/// <summary>The figures of a test, the same for a live run and one without the gateway.</summary>
internal static class FlywheelFigures
{
    /// <param name="report">Gets the figures.</param>
    /// <param name="texts">All texts of the test, in scope and out of it.</param>
    public static void Add(Report report, IReadOnlyCollection<AnsweredText> texts)
    {
        var inScope = texts.Where(text => text.IsInScope).ToArray();
        var asked = inScope.Where(text => text.Student is not null).ToArray();
        var local = inScope.Where(text => text.IsLocal).ToArray();
        var outside = texts.Where(text => !text.IsInScope).ToArray();
        report.Add("test_texts", inScope.Length, "in scope");
        report.Add("teacher_accuracy", Share(inScope, text => text.Teacher == text.Label), "in scope");
        report.Add("student_accuracy", Share(asked, text => text.Student == text.Label), $"in scope, alone, {asked.Length} texts");
        report.Add("combined_accuracy", Share(inScope, text => text.Answer == text.Label), "in scope, student and teacher together");
        report.Add("local_share", (double)local.Length / inScope.Length, "in scope, answered by the student");
        report.Add("local_accuracy", Share(local, text => text.Answer == text.Label), "of those");
        if (outside.Length > 0)
        {
            report.Add("oos_recall", Share(outside, text => !text.IsLocal), $"of {outside.Length} texts out of scope, sent to the teacher");
            report.Add("combined_accuracy_all", Share(texts, text => text.Answer == text.Label), "in and out of scope");
        }

        var times = texts.Where(text => text.StudentMs is not null).Select(text => text.StudentMs!.Value).Order().ToArray();
        if (times.Length > 0)
            report.Add("student_p99_ms", times[(int)(0.99 * (times.Length - 1))], $"of {times.Length} predictions");
    }

    private static double Share(IReadOnlyCollection<AnsweredText> texts, Func<AnsweredText, bool> holds) =>
        texts.Count == 0 ? 0 : (double)texts.Count(holds) / texts.Count;
}
