using System.Text.Json;
using Freehold.Cluster.Tests.Support;

namespace Freehold.Cluster.Tests.Faults;

/// <summary>What the outcome log says after a run.</summary>
/// <param name="Ids">How often each id of a completed outcome is in it.</param>
/// <param name="Outcomes">All outcomes.</param>
/// <param name="CostMicroUsd">What they cost.</param>
internal sealed record LogContents(IReadOnlyDictionary<string, int> Ids, int Outcomes, long CostMicroUsd)
{
    public static async Task<LogContents> ReadAsync(Uri url, CancellationToken cancellationToken)
    {
        using var http = Node.NewClient(url);
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var (after, outcomes, cost) = (0L, 0, 0L);
        while (true)
        {
            var page = JsonElement.Parse(await http.GetStringAsync(new Uri($"/v1/outcomes?limit=100&after={after}", UriKind.Relative), cancellationToken));
            foreach (var outcome in page.GetProperty("data").EnumerateArray())
            {
                after = Math.Max(after, outcome.GetProperty("sequence").GetInt64());
                outcomes++;
                cost += outcome.GetProperty("cost_micro_usd").GetInt64();
                if (outcome.GetProperty("status").GetString() == "completed")
                {
                    var id = outcome.GetProperty("id").GetString()!;
                    ids[id] = ids.GetValueOrDefault(id) + 1;
                }
            }

            if (!page.GetProperty("has_more").GetBoolean())
            {
                return new LogContents(ids, outcomes, cost);
            }
        }
    }
}
