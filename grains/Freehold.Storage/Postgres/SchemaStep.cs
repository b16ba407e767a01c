using System.Globalization;
using System.Reflection;

namespace Freehold.Storage.Postgres;

/// <summary>One numbered SQL file of <c>Postgres/Schema</c>. Once released it never changes.</summary>
/// <param name="Version">The number that its name begins with.</param>
/// <param name="Name">Its name without folder and ending, such as <c>0001_outcomes</c>.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record SchemaStep(int Version, string Name, string Sql)
{
    private const string Folder = "Freehold.Storage.Postgres.Schema.", Ending = ".sql";

    /// <summary>All steps, in order.</summary>
    public static IReadOnlyList<SchemaStep> All { get; } =
    [
        .. typeof(SchemaStep).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal))
            .Select(Read)
            .OrderBy(step => step.Version),
    ];

    private static SchemaStep Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        var name = resource[Folder.Length..^Ending.Length];
        return new SchemaStep(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
