using Freehold.Core.Backtest.Tables;
using Freehold.Core.Features;

namespace Freehold.Core.Tests.Backtest;

/// <summary>Tables made by hand and by chance.</summary>
internal static class GivenTable
{
    /// <summary>A table of two models with costs 1 and 2; what the prompts are does not matter.</summary>
    public static RoutingTable Pair(params (double Weak, double Strong)[] rows) =>
        Of([1, 2], [.. rows.Select(row => (double[])[row.Weak, row.Strong])]);

    public static RoutingTable Of(double[] costs, params double[][] quality) => new(
        [.. costs.Select((_, arm) => $"m{arm}")],
        [.. quality.Select(_ => RequestFeatures.Empty)],
        [.. quality.SelectMany(row => row)],
        [.. quality.SelectMany(_ => costs)]);

    /// <summary>Prompts on subjects of which the cheap models know some; a dearer model knows more of them.</summary>
    public static RoutingTable Subjects(int rows, int arms, int seed)
    {
        string[][] words =
        [
            ["integral", "matrix", "prove"], ["poem", "rhyme", "verse"], ["invoice", "tax", "ledger"], ["cell", "enzyme", "gene"],
        ];
        var random = new Random(seed);
        var features = new RequestFeatures[rows];
        var quality = new double[rows * arms];
        for (var row = 0; row < rows; row++)
        {
            var subject = random.Next(words.Length);
            string Word(int i) => i % 2 == 0 ? words[subject][random.Next(3)] : $"w{random.Next(500)}";
            var prompt = string.Join(' ', Enumerable.Range(0, 8).Select(Word));
            features[row] = FeatureExtractor.Extract(prompt, default);
            for (var arm = 0; arm < arms; arm++)
            {
                var knows = subject < (arm + 1) * words.Length / (double)arms;
                quality[(row * arms) + arm] = random.NextDouble() < (knows ? 0.9 : 0.2) ? 1 : 0;
            }
        }

        var costs = Enumerable.Range(0, arms).Select(arm => arm + 1.0).ToArray();
        return new RoutingTable([.. costs.Select((_, arm) => $"m{arm}")], features, quality, [.. features.SelectMany(_ => costs)]);
    }

    /// <summary>What is really so, as a router that knows it would expect it.</summary>
    public static double[] Truth(RoutingTable table) =>
        [.. Enumerable.Range(0, table.Rows * table.Arms).Select(i => table.QualityAt(i / table.Arms, i % table.Arms))];
}
