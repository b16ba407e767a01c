using System.Diagnostics;

namespace Freehold.Testing.Postgres;

/// <summary>Where PostgreSQL's programs lie, and how to start them: the server refuses to run as root.</summary>
internal static class PostgresBinaries
{
    private const string FolderVariable = "FREEHOLD_TEST_POSTGRES_BIN", UserVariable = "FREEHOLD_TEST_POSTGRES_USER";

    private static readonly string[] Roots = ["/usr/lib/postgresql", "/usr/local/pgsql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt"];

    /// <summary>The folder with <c>initdb</c> and <c>postgres</c>, the newest where there are several; null where there is none.</summary>
    public static string? Folder { get; } = Candidates().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    /// <summary>The user that the server runs as; null: the same as this process.</summary>
    public static string? User { get; } =
        Environment.IsPrivilegedProcess ? Environment.GetEnvironmentVariable(UserVariable) ?? "postgres" : null;

    /// <summary>Why no server can be started here; null where one can.</summary>
    public static string? SkipReason { get; } =
        OperatingSystem.IsWindows() ? "The private PostgreSQL of the tests needs a POSIX shell."
        : Folder is null ? $"PostgreSQL is not installed here: no initdb in {FolderVariable}, PATH, or {string.Join(", ", Roots)}."
        : User is not null && !File.ReadLines("/etc/passwd").Any(line => line.StartsWith(User + ':', StringComparison.Ordinal))
            ? $"PostgreSQL does not run as root, and there is no user '{User}': name one in {UserVariable}."
        : null;

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it wrote.</exception>
    public static void Run(string folder, bool asUser, params string[] command)
    {
        using var process = Process.Start(StartInfo(folder, asUser, command))!;
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{command[0]}' failed with {process.ExitCode}: {errors.Trim()}");
    }

    public static ProcessStartInfo StartInfo(string folder, bool asUser, params string[] command)
    {
        string[] whole = asUser && User is not null
            ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", "--", .. command]
            : command;
        return new ProcessStartInfo(whole[0], whole[1..])
        {
            // The other user may not enter the folder that the tests were started in.
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C" },
        };
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
            yield return named;
        foreach (var root in Roots.Where(Directory.Exists))
        {
            yield return Path.Combine(root, "bin");
            foreach (var version in Directory.EnumerateDirectories(root).OrderByDescending(Version))
                yield return Path.Combine(version, "bin");
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            yield return folder;
    }

    private static int Version(string folder) =>
        int.TryParse(Path.GetFileName(folder).Replace("postgresql@", "", StringComparison.Ordinal), out var version) ? version : 0;
}
