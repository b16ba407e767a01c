namespace Freehold.Contracts.Distillation;

/// <summary>Where a workload's way from a teacher's answers to a student is.</summary>
[GenerateSerializer, Alias("freehold.DistillationPhase")]
public enum DistillationPhase
{
    /// <summary>Examples are gathered; no student is on its way.</summary>
    Collecting = 0,

    /// <summary>The data set is fixed and a worker trains on it.</summary>
    Training = 1,

    /// <summary>The student answers the part of the data that it never saw, and the gate decides.</summary>
    Evaluating = 2,

    /// <summary>The student answers beside the teacher; its answers are compared and not shown.</summary>
    Shadow = 3,

    /// <summary>The student leads for a growing share of the requests.</summary>
    Canary = 4,

    /// <summary>The student leads for all requests but the audited ones; it is watched.</summary>
    Promoted = 5,

    /// <summary>The student was taken back, by a test or by hand.</summary>
    RolledBack = 6,

    /// <summary>No student came of it: too little data, a training that failed, or the gate.</summary>
    Stopped = 7,
}
