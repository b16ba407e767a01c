using System.Globalization;

namespace Freehold.Benchmarks.Fuzz;

/// <summary>The command line of a fuzz run.</summary>
/// <param name="Target">Name of the target.</param>
/// <param name="Duration">How long to go on.</param>
/// <param name="Seed">Seed of the first mutation; the same seed gives the same inputs.</param>
/// <param name="OutputFolder">Where inputs that fail are written.</param>
internal sealed record FuzzOptions(string Target, TimeSpan Duration, int Seed, string OutputFolder)
{
    /// <summary>Reads <c>--target NAME [--minutes N] [--seed N] [--out FOLDER]</c>; null where it is not that.</summary>
    public static FuzzOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new FuzzOptions("", TimeSpan.FromMinutes(10), 1, Path.Combine(Path.GetTempPath(), "freehold-fuzz"));
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = args[i + 1];
            var isNumber = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed);
            var number = isNumber && parsed >= 0 ? parsed : -1;
            var next = args[i] switch
            {
                "--target" => options with { Target = value },
                "--minutes" when number > 0 => options with { Duration = TimeSpan.FromMinutes(number) },
                "--seed" when number is >= 0 and <= int.MaxValue => options with { Seed = (int)number },
                "--out" => options with { OutputFolder = value },
                _ => null,
            };
            if (next is null)
                return null;
            options = next;
        }

        return args.Length % 2 == 0 && options.Target.Length > 0 ? options : null;
    }
}
