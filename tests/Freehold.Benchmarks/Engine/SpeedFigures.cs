namespace Freehold.Benchmarks.Engine;

/// <summary>Collects rounds and turns them into figures: medians, what the bandwidth allows, and the ratios of the medians to the peer's.</summary>
/// <param name="threads">Numbers of threads; every round has one entry for each.</param>
internal sealed class SpeedFigures(int[] threads)
{
    private static readonly (string Name, Func<SpeedRound, double> Of)[] Kinds =
    [
        ("decode", round => round.Decode), ("prefill128", round => round.Prefill128), ("prefill512", round => round.Prefill512),
    ];

    private readonly List<double> _bandwidth = [];
    private readonly List<SpeedRound[]> _ours = [];
    private readonly List<SpeedRound[]> _peer = [];

    /// <param name="bytesPerSecond">Read bandwidth of this round.</param>
    public void AddBandwidth(double bytesPerSecond) => _bandwidth.Add(bytesPerSecond);

    public void AddOurs(SpeedRound[] round) => _ours.Add(round);

    public void AddPeer(SpeedRound[] round) => _peer.Add(round);

    public void AddTo(Report report, ModelBytes bytes)
    {
        for (var i = 0; i < threads.Length; i++)
        {
            foreach (var (name, of) in Kinds)
                AddSpeed(report, name, $"t{threads[i]}", Column(_ours, i, of), Column(_peer, i, of));
        }

        // The best round, not the median: what the machine can do at all is what bounds.
        var bound = _bandwidth.Max() / bytes.PerToken;
        report.Add("read_gb_per_s", _bandwidth.Max() / 1e9, "all processors, memory larger than the caches, best round");
        report.Add("bound_decode_tps", bound, $"{bytes.PerToken / 1e6:N1} MB of weights are read for a token");
        report.Add("decode_share_of_bound", Report.Median(Column(_ours, threads.Length - 1, round => round.Decode)) / bound);
    }

    private static void AddSpeed(Report report, string name, string threads, double[] ours, double[] peer)
    {
        report.AddMedian($"{name}_tps_{threads}", ours);
        if (peer.Length == 0)
            return;
        report.AddMedian($"peer_{name}_tps_{threads}", peer, "llama-bench");
        report.Add($"ratio_{name}_{threads}", Report.Median(ours) / Report.Median(peer));
    }

    private static double[] Column(List<SpeedRound[]> rounds, int index, Func<SpeedRound, double> of) => [.. rounds.Select(round => of(round[index]))];
}
