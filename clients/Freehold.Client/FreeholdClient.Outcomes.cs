using System.Runtime.CompilerServices;
using Freehold.Wire.Admin;
using Freehold.Wire.Ledger;
using Freehold.Wire.Outcomes;

namespace Freehold.Client;

public sealed partial class FreeholdClient
{
    /// <summary>Most outcomes of one page while following.</summary>
    private const int FollowPageSize = 200;

    /// <summary>A page of the outcome log.</summary>
    public Task<OutcomeList> ListOutcomesAsync(OutcomeFilter? filter = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync("/v1/outcomes" + filter?.ToQuery(), AdminJson.Default.OutcomeList, cancellationToken);

    /// <summary>What a tenant's requests cost. Every outcome that was in the log before the call is counted.</summary>
    public Task<LedgerView> GetLedgerAsync(LedgerFilter? filter = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync("/v1/ledger" + filter?.ToQuery(), AdminJson.Default.LedgerView, cancellationToken);

    /// <summary>What became of one request, or null where this tenant's log has no such response.</summary>
    /// <param name="responseId">The <c>id</c> of the completion.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<OutcomeView?> GetOutcomeAsync(string responseId, CancellationToken cancellationToken = default)
    {
        var page = await ListOutcomesAsync(new OutcomeFilter { Id = responseId }, cancellationToken);
        return page.Data is [var outcome, ..] ? outcome : null;
    }

    /// <summary>Outcomes after a sequence, oldest first, and then new ones as they come, without end and without gaps.</summary>
    /// <param name="after">The last sequence that is known; 0: from the log's beginning.</param>
    /// <param name="pollInterval">How long to wait where nothing is new.</param>
    /// <param name="tenant">Another tenant's, with an admin's key; null: the key's own tenant.</param>
    /// <param name="time">The clock to wait by; null: the system's.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    public async IAsyncEnumerable<OutcomeView> FollowOutcomesAsync(
        long after, TimeSpan pollInterval, string? tenant = null, TimeProvider? time = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var filter = new OutcomeFilter { After = after, Limit = FollowPageSize, Tenant = tenant };
            var page = await ListOutcomesAsync(filter, cancellationToken);
            foreach (var outcome in page.Data)
            {
                after = outcome.Sequence;
                yield return outcome;
            }

            if (!page.HasMore) await Task.Delay(pollInterval, time ?? TimeProvider.System, cancellationToken);
        }
    }
}
