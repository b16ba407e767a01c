using Freehold.Contracts.Tenancy;

namespace Freehold.Grains.Tenancy;

/// <summary>A call reached a grain of a tenant for which the caller does not act. A fault of ours, never a client's.</summary>
public sealed class TenantAccessException(string message) : Exception(message);

/// <summary>
/// Stands before every grain of a tenant: a call passes only where the flow it belongs to acts for that tenant, or for the system.
/// Calls of the runtime itself (reminders, timers, stream delivery) pass; whatever else it does not know, it denies.
/// </summary>
public sealed class TenantCallFilter : IIncomingGrainCallFilter
{
    /// <inheritdoc/>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is ITenantScoped && !IsOfTheRuntime(context))
        {
            Check(context);
        }

        return context.Invoke();
    }

    private static void Check(IIncomingGrainCallContext context)
    {
        var scope = TenantScope.Current;
        if (scope == TenantScope.SystemScope)
        {
            return;
        }

        var tenant = TenantId.OfGrainKey(context.TargetId.Key.ToString()!);
        if (scope != tenant.Value)
        {
            throw new TenantAccessException(
                $"A call of {context.InterfaceMethod?.DeclaringType?.Name}.{context.InterfaceMethod?.Name} for tenant '{tenant}' came "
                + $"from {(scope is null ? "a flow without a tenant" : $"a flow that acts for '{scope}'")}; "
                + "enter the TenantScope of the request first.");
        }
    }

    /// <summary>By type and assembly, so that no grain of ours can pass for the runtime by its name.</summary>
    private static bool IsOfTheRuntime(IIncomingGrainCallContext context) =>
        context.InterfaceMethod?.DeclaringType is { Name: "IRemindable" or "IGrainTimerInvoker" or "IStreamConsumerExtension" } type
        && (type.Assembly == typeof(Grain).Assembly || type.Assembly.GetName().Name!.StartsWith("Orleans.", StringComparison.Ordinal));
}
