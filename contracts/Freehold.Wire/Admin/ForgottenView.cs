namespace Freehold.Wire.Admin;

/// <summary>Answer of a <c>DELETE</c> under <c>/admin/tenants/TENANT/transcripts</c>.</summary>
public sealed record ForgottenView
{
    /// <summary>How many exchanges are forgotten; 0 where nothing was kept.</summary>
    public required int Transcripts { get; init; }
}
