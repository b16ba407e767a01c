namespace Freehold.Contracts;

/// <summary>
/// The version of what silos say to each other (grain interfaces, messages, stored grain state), so that a cluster can be upgraded
/// silo by silo. A silo says at its start which versions it speaks, <see cref="OldestCompatible"/> to <see cref="Current"/>, and is
/// refused where the range of a live silo has no version in common with it.
/// </summary>
/// <remarks>
/// <para>
/// Most changes raise nothing, because both sides read them: a new message, a new interface, a new method that nobody calls yet, a new
/// member of a message. The old side skips such a member; the new side reads its default where the old one did not send it, so that default
/// must mean what was meant before, and the member must not be <c>required</c>: it would be null.
/// </para>
/// <para>
/// <see cref="Current"/> goes up by one with every release that calls a method, sends a value of an enum, or relies on a member that
/// the release before does not know. <see cref="OldestCompatible"/> follows it, to the oldest version whose silos may still be called,
/// as soon as this release can no longer do without what that version lacks. An upgrade without a stop therefore takes
/// two releases: one that understands the new thing and one that uses it.
/// </para>
/// <para>
/// Stored state outlives every silo: it stays readable whatever <see cref="OldestCompatible"/> says. An <c>[Id]</c>, an <c>[Alias]</c> or
/// the meaning of a number never changes, at no version; the golden bytes in <c>tests/Freehold.Cluster.Tests/Serialization</c> hold that.
/// </para>
/// </remarks>
public static class ContractVersion
{
    /// <summary>The version that this build speaks.</summary>
    public const int Current = 1;

    /// <summary>The oldest version that this build still understands, and may call; at most <see cref="Current"/>.</summary>
    public const int OldestCompatible = 1;
}
