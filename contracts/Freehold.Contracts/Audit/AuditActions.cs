namespace Freehold.Contracts.Audit;

/// <summary>Names of actions. They are part of the stored chain: never rename one.</summary>
public static class AuditActions
{
    /// <summary>A tenant was made.</summary>
    public const string TenantCreated = "tenant.created";

    /// <summary>A key was added.</summary>
    public const string KeyCreated = "key.created";

    /// <summary>A key got another secret, name or role under its old id.</summary>
    public const string KeyReplaced = "key.replaced";

    /// <summary>A key was ended.</summary>
    public const string KeyRevoked = "key.revoked";

    /// <summary>Learned weights were put in force.</summary>
    public const string WeightsShipped = "weights.shipped";

    /// <summary>Learned weights were taken back.</summary>
    public const string WeightsRolledBack = "weights.rolled_back";

    /// <summary>A policy was put in force.</summary>
    public const string PolicySet = "policy.set";

    /// <summary>What was said in exchanges, kept to train with, was removed.</summary>
    public const string TranscriptsForgotten = "transcripts.forgotten";

    /// <summary>The data for a student were chosen and its training started.</summary>
    public const string StudentTraining = "student.training";

    /// <summary>A student was trained and goes to its evaluation.</summary>
    public const string StudentEvaluating = "student.evaluating";

    /// <summary>No student came of a data set: too little data, a training that failed, or the gate.</summary>
    public const string StudentStopped = "student.stopped";

    /// <summary>A student answers beside its teacher, unseen.</summary>
    public const string StudentShadow = "student.shadow";

    /// <summary>A student leads for a share of the requests.</summary>
    public const string StudentCanary = "student.canary";

    /// <summary>A student leads for all requests.</summary>
    public const string StudentPromoted = "student.promoted";

    /// <summary>A student was taken back.</summary>
    public const string StudentRolledBack = "student.rolled_back";

    /// <summary>A version of a model or of a student was registered.</summary>
    public const string VersionRegistered = "version.registered";

    /// <summary>What was not known of a version was added.</summary>
    public const string VersionCompleted = "version.completed";

    /// <summary>A version was approved.</summary>
    public const string VersionApproved = "version.approved";

    /// <summary>A version was frozen.</summary>
    public const string VersionFrozen = "version.frozen";

    /// <summary>A name was frozen to a version.</summary>
    public const string VersionPinned = "version.pinned";

    /// <summary>A version became the current one.</summary>
    public const string VersionMadeCurrent = "version.made_current";

    /// <summary>A version was taken back for the one before it.</summary>
    public const string VersionRolledBack = "version.rolled_back";

    /// <summary>A version took a step on its way into service.</summary>
    public const string VersionRollout = "version.rollout";

    /// <summary>A version was taken out of the registry.</summary>
    public const string VersionDropped = "version.dropped";
}
