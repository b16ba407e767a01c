namespace Freehold.Core.Policies.Reading;

/// <summary>Reads the section <c>distill</c> of a workload, and refuses what cannot become a student or says nothing.</summary>
internal static class DistillReader
{
    public static readonly (string Name, DistillStudent Value)[] Students =
        [("specialist", DistillStudent.Specialist), ("adapter", DistillStudent.Adapter)];

    public static readonly (string Name, DistillTask Value)[] Tasks =
        [("classification", DistillTask.Classification), ("extraction", DistillTask.Extraction), ("text", DistillTask.Text)];

    public static readonly (string Name, AcceptedEvidence Value)[] Evidence =
        [("feedback", AcceptedEvidence.Feedback), ("judge", AcceptedEvidence.Judge), ("rule", AcceptedEvidence.Rule)];

    public static readonly (string Name, DistillTeachers Value)[] Teachers = [("providers", DistillTeachers.Providers), ("any", DistillTeachers.Any)];

    private const int MaxCount = 1_000_000;

    private static readonly string[] Keys = ["enabled", "student", "base_model", "rank", "epochs", "learning_rate", "task", "classes", "out_of_scope", "accept", "teachers", "pattern",
        "min_examples", "retrain_examples", "budget_usd", "margin", "max_latency_ms", "shadow_requests", "canary", "canary_requests",
        "audit_share", "safety", "checks"];

    private static readonly (string Key, string What)[] AdapterKeys =
        [("base_model", "base model"), ("rank", "rank"), ("epochs", "epochs of its own"), ("learning_rate", "learning rate of its own")];

    /// <summary>The workload's student; none where the section is absent.</summary>
    public static DistillPolicy Read(PolicySection parent, TrainingPolicy training)
    {
        if (parent.Section("distill", Keys) is not { } section)
        {
            return DistillPolicy.None;
        }

        var basis = DistillPolicy.None;
        var student = section.Choice("student", Students) ?? basis.Student;
        var read = new DistillPolicy
        {
            Enabled = section.Flag("enabled") ?? true,
            Student = student,
            BaseModel = section.Text("base_model", PolicyBounds.MaxNameLength),
            Rank = section.Whole("rank", 1, PolicyBounds.MaxAdapterRank) ?? basis.Rank,
            Epochs = section.Whole("epochs", 1, PolicyBounds.MaxEpochs) ?? basis.Epochs,
            LearningRate = section.Number("learning_rate", PolicyBounds.MinLearningRate, PolicyBounds.MaxLearningRate) ?? basis.LearningRate,
            Task = section.Choice("task", Tasks) ?? basis.Task,
            Classes = ReadClasses(section),
            OutOfScope = section.Text("out_of_scope", PolicyBounds.MaxClassLength),
            Accept = ReadAccept(section) ?? basis.Accept,
            Teachers = section.Choice("teachers", Teachers) ?? basis.Teachers,
            Pattern = PatternReader.Read(section, "pattern"),
            MinExamples = section.Whole("min_examples", 1, MaxCount) ?? basis.MinExamples,
            RetrainExamples = section.Whole("retrain_examples", 1, MaxCount) ?? basis.RetrainExamples,
            MaxTeacherCostUsd = (decimal?)section.Number("budget_usd", 0, PolicyBounds.MaxBudgetUsd) ?? basis.MaxTeacherCostUsd,
            Margin = section.Number("margin", 0, PolicyBounds.MaxMargin) ?? basis.Margin,
            MaxLatencyMs = section.Number("max_latency_ms", 0.1, 3_600_000)
                ?? (student == DistillStudent.Adapter ? DistillPolicy.AdapterMaxLatencyMs : basis.MaxLatencyMs),
            ShadowRequests = section.Whole("shadow_requests", 1, MaxCount) ?? basis.ShadowRequests,
            CanaryStages = ReadStages(section) ?? basis.CanaryStages,
            CanaryRequests = section.Whole("canary_requests", 1, MaxCount) ?? basis.CanaryRequests,
            AuditShare = section.Number("audit_share", 0, PolicyBounds.MaxAuditShare) ?? basis.AuditShare,
            Safety = SafetyReader.Read(section),
            Checks = ChecksReader.Read(section),
        };
        if (read.Enabled && !training.Allowed)
        {
            parent.Fault(section.Node, "distill", "nothing of this workload may be recorded, so a student has nothing to learn from",
                "set training: {allow: true}, for the tenant first, or set enabled: false here");
        }

        CheckStudent(section, read);
        CheckAnswers(section, read);
        SafetyReader.CheckClasses(section, read);
        return read;
    }

    private static void CheckStudent(PolicySection section, DistillPolicy read)
    {
        if (read.Student == DistillStudent.Adapter && section.Find("base_model") is null)
        {
            section.Fault(section.Node, "base_model", "an adapter needs the model that it is trained on", "name one of the models");
        }

        foreach (var (key, what) in AdapterKeys)
        {
            if (read.Student == DistillStudent.Specialist && section.Find(key) is { } idle)
            {
                section.Fault(idle, key, $"a specialist has no {what}, so this says nothing", "remove it, or use student: adapter");
            }
        }

        if (read is { Student: DistillStudent.Specialist, Task: DistillTask.Text })
        {
            section.Fault(section.Find("task")!, "task", "a specialist writes no free text", "use student: adapter");
        }
    }

    private static void CheckAnswers(PolicySection section, DistillPolicy read)
    {
        foreach (var key in (string[])["classes", "out_of_scope"])
        {
            if (read.Task != DistillTask.Classification && section.Find(key) is { } idle)
            {
                section.Fault(idle, key, "only a classification has classes, so this says nothing",
                    "remove it, or use task: classification");
            }
        }

        var byRule = read.Accept.HasFlag(AcceptedEvidence.Rule);
        if (!byRule && section.Find("pattern") is { } pattern)
        {
            section.Fault(pattern, "pattern", "no answer is accepted by rule, so this says nothing", "add 'rule' to accept, or remove it");
        }

        if (byRule && section.Find("pattern") is null && section.Find("classes") is null && read.Task != DistillTask.Extraction)
        {
            section.Fault(section.Find("accept")!, "accept", "there is no rule by which an answer could be accepted",
                "state 'classes' or 'pattern', or remove 'rule'");
        }
    }

    private static string[] ReadClasses(PolicySection section)
    {
        var classes = section.Texts("classes", PolicyBounds.MaxClasses, PolicyBounds.MaxClassLength);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (text, place) in classes)
        {
            if (!seen.Add(text))
            {
                section.Fault(place, "classes", $"the class '{text}' stands twice", "keep one of them");
            }
        }

        if (classes.Count == 1)
        {
            section.Fault(section.Find("classes")!, "classes", "there is only one class, so there is nothing to learn",
                "state two or more");
        }

        return [.. classes.Select(one => one.Text)];
    }

    private static AcceptedEvidence? ReadAccept(PolicySection section)
    {
        if (section.Find("accept") is not { } node)
        {
            return null;
        }

        IReadOnlyList<PolicyNode> items = node is PolicyList list ? list.Items : [node];
        var accept = AcceptedEvidence.None;
        for (var i = 0; i < Math.Min(items.Count, PolicyBounds.MaxFaults); i++)
        {
            accept |= PolicySection.Choice(items[i], $"{section.PathOf("accept")}[{i}]", Evidence, section.Faults) ?? AcceptedEvidence.None;
        }

        if (items.Count == 0)
        {
            section.Fault(node, "accept", "no answer is ever accepted, so there is nothing to learn from",
                "state some of feedback, judge, rule");
        }

        return accept;
    }

    private static List<double>? ReadStages(PolicySection section)
    {
        if (section.Numbers("canary", PolicyBounds.MaxCanaryStages, 0.000_1, 1) is not { } stages)
        {
            return null;
        }

        var grow = stages.Zip(stages.Skip(1), (one, next) => next > one).All(larger => larger);
        if (!grow || stages is not [.., 1])
        {
            section.Fault(section.Find("canary")!, "canary", "the shares of a canary must grow and end with 1",
                "write such as [0.01, 0.05, 0.25, 0.5, 1]");
        }

        return stages;
    }
}
