namespace Freehold.Benchmarks;

/// <summary>One benchmark: <c>dotnet run -c Release --project tests/Freehold.Benchmarks -- NAME</c>.</summary>
internal interface IBenchmark
{
    /// <summary>What it is called by on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in one line.</summary>
    string Summary { get; }

    /// <summary>Names of the options that it takes, with their dashes.</summary>
    IReadOnlyCollection<string> Options => [];

    /// <summary>Names of the options without a value, with their dashes.</summary>
    IReadOnlyCollection<string> Flags => [];

    /// <summary>Measures, and adds every figure to the report.</summary>
    Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken);
}
