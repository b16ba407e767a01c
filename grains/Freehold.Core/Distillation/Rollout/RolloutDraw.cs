namespace Freehold.Core.Distillation.Rollout;

/// <summary>Who leads a request: drawn by a hash, so that every gateway draws the same and a conversation keeps its arm.</summary>
public static class RolloutDraw
{
    /// <summary>
    /// The arm of a key. As the share grows, keys only ever go from control to the student; another student draws anew, so that no
    /// conversation is always the first to meet a new one.
    /// </summary>
    /// <param name="student">The student's version.</param>
    /// <param name="key">The conversation's id; the request's where it belongs to none.</param>
    /// <param name="share">Share of the keys that the student leads, 0 to 1; at 0 none and at 1 all, exactly.</param>
    public static RolloutArm ArmOf(string student, string key, double share) =>
        PlaceOf(student, key) < share ? RolloutArm.Student : RolloutArm.Control;

    /// <summary>The place of a key among all keys as a student draws them, evenly from 0 to below 1: the first ones are led first.</summary>
    /// <inheritdoc cref="ArmOf"/>
    public static double PlaceOf(string student, string key)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(key);
        return StableHash.ToUnit(StableHash.Of(key, StableHash.Of(student)));
    }
}
