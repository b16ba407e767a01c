namespace Freehold.Core.Policies;

/// <summary>How large a policy may be: it is somebody else's text, and every router of the tenant holds it.</summary>
public static class PolicyBounds
{
    /// <summary>Bytes of the document in UTF-8.</summary>
    public const int MaxBytes = 256 << 10;

    /// <summary>Mappings and lists inside each other.</summary>
    public const int MaxDepth = 12;

    /// <summary>Values, mappings and lists together.</summary>
    public const int MaxNodes = 40_000;

    /// <summary>Faults that are reported; of more the rest is left out.</summary>
    public const int MaxFaults = 100;

    /// <summary>Workloads.</summary>
    public const int MaxWorkloads = 100;

    /// <summary>Characters of a workload's or a rule's name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Examples of one workload, or of one rule.</summary>
    public const int MaxExamples = 200;

    /// <summary>Characters of an example.</summary>
    public const int MaxExampleLength = 4_000;

    /// <summary>Terms of the tenant.</summary>
    public const int MaxTerms = 2_000;

    /// <summary>Characters of a term.</summary>
    public const int MaxTermLength = 200;

    /// <summary>Rules of a tenant, those of its workloads together.</summary>
    public const int MaxRules = 1_000;

    /// <summary>The largest exploration budget: the share of requests that may go to another than the best.</summary>
    public const double MaxExploration = 0.2;

    /// <summary>The most answers that self-consistency compares.</summary>
    public const int MaxSelfConsistency = 8;

    /// <summary>The longest time for which exchanges are kept as training data, in days.</summary>
    public const int MaxRetentionDays = 3_650;

    /// <summary>Classes of one workload's student.</summary>
    public const int MaxClasses = 1_000;

    /// <summary>Characters of a class.</summary>
    public const int MaxClassLength = 200;

    /// <summary>Characters of the pattern that answers to learn from match.</summary>
    public const int MaxAnswerPatternLength = 1_000;

    /// <summary>Cases of one workload's safety set.</summary>
    public const int MaxSafetyCases = 200;

    /// <summary>The largest rank of an adapter.</summary>
    public const int MaxAdapterRank = 256;

    /// <summary>The most times that an adapter learns from each example.</summary>
    public const int MaxEpochs = 100;

    /// <summary>The lowest learning rate of an adapter.</summary>
    public const double MinLearningRate = 0.000_001;

    /// <summary>The highest learning rate of an adapter.</summary>
    public const double MaxLearningRate = 0.1;

    /// <summary>Checks that one workload's student has to pass.</summary>
    public const int MaxChecks = 8;

    /// <summary>Stages of a canary.</summary>
    public const int MaxCanaryStages = 20;

    /// <summary>The most that one round of training may spend on teachers and judges, in USD.</summary>
    public const double MaxBudgetUsd = 1_000_000;

    /// <summary>The largest margin by which a student may be worse than its teacher.</summary>
    public const double MaxMargin = 0.5;

    /// <summary>The largest share that the teacher keeps for auditing a promoted student.</summary>
    public const double MaxAuditShare = 0.5;
}
