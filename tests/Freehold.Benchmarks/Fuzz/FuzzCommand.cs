namespace Freehold.Benchmarks.Fuzz;

/// <summary><c>-- fuzz</c>: the long runs by hand; short ones of the same readers are among the tests.</summary>
internal static class FuzzCommand
{
    /// <summary>Its name on the command line.</summary>
    public const string Verb = "fuzz";

    // A new target is one class and one entry here.
    private static readonly IFuzzTarget[] Targets =
        [new GgufTarget(), new SafetensorsTarget(), new TokenizerJsonTarget(), new TemplateTarget()];

    /// <summary>Runs one target.</summary>
    /// <returns>Exit code: 0 where nothing failed, 1 where an input was saved, 2 where the command line is not understood.</returns>
    public static int Run(ReadOnlySpan<string> args, CancellationToken cancellationToken)
    {
        var options = FuzzOptions.Parse(args);
        var target = options is null ? null : Array.Find(Targets, candidate => candidate.Name == options.Target);
        if (options is null || target is null)
        {
            Console.Error.WriteLine($"Usage: {Verb} --target NAME [--minutes 10] [--seed 1] [--out FOLDER], with one of these targets:");
            foreach (var candidate in Targets)
                Console.Error.WriteLine($"  {candidate.Name}");
            return 2;
        }

        return new FuzzRun(target, options).Go(cancellationToken) == 0 ? 0 : 1;
    }
}
