namespace Freehold.Grains;

/// <summary>Names under which grain state is stored. They are part of the data: never rename one.</summary>
public static class StateNames
{
    /// <summary>The storage of all grain state, on both runtimes.</summary>
    public const string Storage = "freehold";

    /// <summary>State of a tenant.</summary>
    public const string Tenant = "tenant";

    /// <summary>State of the tenants' directory.</summary>
    public const string TenantDirectory = "tenants";

    /// <summary>State of the catalog.</summary>
    public const string Catalog = "catalog";

    /// <summary>What a tenant's learning remembers.</summary>
    public const string Learner = "learner";

    /// <summary>Weights that a tenant has learned.</summary>
    public const string Weights = "weights";

    /// <summary>State of a tenant's figures.</summary>
    public const string Figures = "figures";

    /// <summary>State of a tenant's calibration.</summary>
    public const string Calibration = "calibration";

    /// <summary>Which students a tenant's routers may use.</summary>
    public const string Students = "students";

    /// <summary>Versions of one name.</summary>
    public const string Registry = "registry";

    /// <summary>How far a workload is on its way to a student.</summary>
    public const string Distillation = "distillation";

    /// <summary>Who may answer for a workload.</summary>
    public const string Workload = "workload";
}
