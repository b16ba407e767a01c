namespace Freehold.Testing;

/// <summary>Where the repository and the shared test data are, found from the test assembly's own folder.</summary>
public static class RepositoryPaths
{
    private static readonly Lazy<string?> RootFolder = new(FindRoot);

    /// <summary>The folder that holds Orleans.sln.</summary>
    /// <exception cref="InvalidOperationException">The tests run outside a checkout.</exception>
    public static string Root => RootFolder.Value
        ?? throw new InvalidOperationException(
            $"No folder above '{AppContext.BaseDirectory}' holds Orleans.sln; run the tests from a checkout of the repository.");

    /// <summary>
    /// Full path of a file or folder under <c>../shared/data</c>, or null where it is absent; a test then calls
    /// <c>Assert.Skip</c> with <see cref="MissingSharedData"/>.
    /// </summary>
    public static string? SharedData(params ReadOnlySpan<string> parts)
    {
        if (RootFolder.Value is not { } root)
            return null;

        var path = Path.Combine([root, "..", "shared", "data", .. parts]);
        return Path.Exists(path) ? Path.GetFullPath(path) : null;
    }

    /// <summary>The reason to give when <see cref="SharedData"/> found nothing.</summary>
    public static string MissingSharedData(string what) => $"../shared/data/{what} is not on this machine.";

    private static string? FindRoot()
    {
        // Directory.Packages.props lies beside the solution; it stands in for it where only a part is checked out.
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orleans.sln")) ||
                File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        }

        return null;
    }
}
