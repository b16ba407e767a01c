using Freehold.Client.Http;
using Freehold.Wire.Admin;

namespace Freehold.Client;

/// <summary>Students: how each workload stands, and what an operator may do about it.</summary>
public sealed partial class FreeholdAdmin
{
    /// <summary>How every workload that the policy gives a student stands.</summary>
    public Task<DistillationList> ListDistillationAsync(string tenant, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(PathOf(tenant) + "/distillation", Json.DistillationList, cancellationToken);

    /// <summary>How one workload stands.</summary>
    public Task<DistillationView> GetDistillationAsync(string tenant, string workload, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(PathOf(tenant, workload), Json.DistillationView, cancellationToken);

    /// <summary>A report that the workload's status names: on the data of a training, or of its gate.</summary>
    public Task<DistillationReportView> GetDistillationReportAsync(
        string tenant, string workload, string digest, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(
            $"{PathOf(tenant, workload)}/reports/{Uri.EscapeDataString(digest)}", Json.DistillationReportView, cancellationToken);

    /// <summary>Trains a student now, whatever the trigger says.</summary>
    public async Task<DistillationCommandView> RunDistillationAsync(
        string tenant, string workload, CancellationToken cancellationToken = default) =>
        (await _transport.SendAsync(
            HttpMethod.Post, PathOf(tenant, workload) + "/run", null, null, Json.DistillationCommandView, cancellationToken)).Value;

    /// <summary>Promotes a student that is in shadow or canary, without waiting for its tests.</summary>
    public Task<DistillationCommandView> PromoteStudentAsync(
        string tenant, string workload, string version, CancellationToken cancellationToken = default) =>
        CommandAsync(PathOf(tenant, workload) + "/promote", version, cancellationToken);

    /// <summary>Takes a student back; the one before it answers again, or none.</summary>
    public Task<DistillationCommandView> RollBackStudentAsync(
        string tenant, string workload, string version, CancellationToken cancellationToken = default) =>
        CommandAsync(PathOf(tenant, workload) + "/rollback", version, cancellationToken);

    private async Task<DistillationCommandView> CommandAsync(string path, string version, CancellationToken cancellationToken) =>
        (await _transport.SendAsync(
            HttpMethod.Post, path, Transport.Json(new StudentCommand { Version = version }, Json.StudentCommand), null,
            Json.DistillationCommandView, cancellationToken)).Value;

    private static string PathOf(string tenant, string workload)
    {
        ArgumentException.ThrowIfNullOrEmpty(workload);
        return $"{PathOf(tenant)}/workloads/{Uri.EscapeDataString(workload)}/distillation";
    }
}
