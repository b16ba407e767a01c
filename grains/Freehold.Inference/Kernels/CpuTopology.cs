namespace Freehold.Inference.Kernels;

/// <summary>How many threads the kernels should use when nobody says.</summary>
public static class CpuTopology
{
    /// <summary>
    /// Physical cores that this process may use. Two hardware threads of one core share its vector units and its bandwidth, so a second
    /// one adds nothing to inference. Where the system does not tell (only Linux does, in sysfs), the logical count.
    /// </summary>
    public static int PhysicalCores()
    {
        var logical = Environment.ProcessorCount;
        try
        {
            const string root = "/sys/devices/system/cpu";
            if (!Directory.Exists(root))
                return logical;

            var cores = new HashSet<string>(StringComparer.Ordinal);
            foreach (var cpu in Directory.EnumerateDirectories(root, "cpu*"))
            {
                var siblings = Path.Combine(cpu, "topology", "thread_siblings_list");
                if (File.Exists(siblings))
                    cores.Add(File.ReadAllText(siblings).Trim());
            }

            return cores.Count > 0 ? Math.Min(cores.Count, logical) : logical;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return logical;
        }
    }
}
