using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Learning;

/// <summary>Learns from feedback how likely the answers of a tenant's local models are to be right. Key: <see cref="TenantId"/>.</summary>
/// <remarks>
/// Subscribes to <c>outcomes</c>; outcomes and the checkpoint up to which they are taken in are stored together, so a lost or repeated wake-up
/// changes nothing, and a reminder sweeps for missed ones. Reading is free of side effects and interleaves. Nothing on the request path calls
/// it: routers look for a newer calibration in their background refresh.
/// </remarks>
[Alias("freehold.ICalibrationGrain")]
public interface ICalibrationGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>The calibration in force. Where <paramref name="knownVersion"/> is current, null.</summary>
    [AlwaysInterleave, Alias("GetNewer")]
    Task<CalibrationMessage?> GetNewerAsync(long knownVersion, CancellationToken cancellationToken);

    /// <summary>Reads the log to its end first and trains; for callers that must see what they just appended.</summary>
    [Alias("CatchUp"), ResponseTimeout("00:02:00")]
    Task<CalibrationMessage> CatchUpAsync(CancellationToken cancellationToken);
}

/// <summary>The calibrations of one tenant.</summary>
[GenerateSerializer, Immutable, Alias("freehold.Calibration")]
public sealed record CalibrationMessage
{
    /// <summary>The place in the log up to which it was learned; 0 before there is anything.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>As <c>CalibrationSnapshot.ToBytes</c> of Freehold.Core writes it.</summary>
    [Id(1)] public required byte[] Snapshot { get; init; }
}
