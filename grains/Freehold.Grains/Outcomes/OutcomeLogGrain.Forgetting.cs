using System.Text.Json.Nodes;
using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;

namespace Freehold.Grains.Outcomes;

public sealed partial class OutcomeLogGrain
{
    /// <inheritdoc/>
    public async Task<bool> ForgetAsync(string outcomeId, CancellationToken cancellationToken)
    {
        var found = await transcripts.DeleteAsync(_id, outcomeId, cancellationToken);
        await NoteForgottenAsync(outcomeId, new JsonObject { ["outcome"] = outcomeId, ["transcripts"] = found ? 1 : 0 });
        return found;
    }

    /// <inheritdoc/>
    public async Task<int> ForgetWorkloadAsync(string workload, CancellationToken cancellationToken)
    {
        var count = await transcripts.DeleteWorkloadAsync(_id, workload, cancellationToken);
        await NoteForgottenAsync(workload, new JsonObject { ["workload"] = workload, ["transcripts"] = count });
        return count;
    }

    // After the act: an entry never says of something that it is gone while it is there. Who gets no answer repeats the call, and is noted
    // then.
    private async Task NoteForgottenAsync(string subject, JsonObject detail)
    {
        var at = time.GetUtcNow();
        TenantScope.Enter(_id.Tenant);
        await GrainFactory.GetGrain<IAuditGrain>(_id.Tenant.Value).AppendAsync(
            new AuditRecord
            {
                OperationId = $"op-{Guid.CreateVersion7(at):N}",
                At = at,
                Actor = Actor.Current,
                Action = AuditActions.TranscriptsForgotten,
                Subject = subject,
                Detail = detail.ToJsonString(),
            },
            CancellationToken.None);
    }
}
