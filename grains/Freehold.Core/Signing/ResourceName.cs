using System.Text;

namespace Freehold.Core.Signing;

/// <summary>Names of files in a manifest: POSIX paths below the model's folder.</summary>
public static class ResourceName
{
    /// <summary>The name of a model that is a single file: the path from a file to itself.</summary>
    public const string SingleFile = ".";

    /// <summary>What is wrong with a name; null where it can only lead to a place below the folder.</summary>
    public static string? FaultOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > SigningBounds.MaxNameLength)
            return $"a file's name has 1 to {SigningBounds.MaxNameLength} characters";
        if (name == SingleFile)
            return null;
        if (name.Any(c => char.IsControl(c) || c == '\\'))
            return "a file's name holds no control character and no backslash";
        return name.Split('/').Any(part => part is "" or "." or "..")
            ? "a file's name is a path below the model's folder, without '.', '..' or empty parts"
            : null;
    }

    /// <summary>True where <paramref name="path"/> is <paramref name="ancestor"/> or lies below it.</summary>
    public static bool IsAtOrBelow(string path, string ancestor)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(ancestor);
        return path.StartsWith(ancestor, StringComparison.Ordinal) && (path.Length == ancestor.Length || path[ancestor.Length] == '/');
    }

    /// <summary>
    /// The order in which digests go into the root digest: part by part, each by its code points, as Python orders paths. It is neither the
    /// order of the whole strings ("a.b" stands before "a/b" there, behind it here) nor that of UTF-16 (which puts surrogates before
    /// U+E000).
    /// </summary>
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    private static int Compare(string left, string right)
    {
        var (a, b) = (left.Split('/'), right.Split('/'));
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            // UTF-8 has the order of code points.
            var order = Encoding.UTF8.GetBytes(a[i]).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b[i]));
            if (order != 0)
                return order;
        }

        return a.Length.CompareTo(b.Length);
    }
}
