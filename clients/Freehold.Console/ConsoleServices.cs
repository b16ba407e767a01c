using Freehold.WebConsole.Dashboard;
using Freehold.WebConsole.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Freehold.WebConsole;

/// <summary>Registers the web console.</summary>
public static class ConsoleServices
{
    /// <summary>How long a session lasts without a visit, in minutes.</summary>
    private const int SessionMinutes = 8 * 60;

    /// <summary>
    /// Adds what <see cref="ConsoleEndpoints.MapFreeholdConsole"/> needs, but for two things that are the host's: an
    /// <see cref="IConsoleSignIn"/>, and a folder for data protection's keys (without it every start signs everybody out).
    /// </summary>
    public static IServiceCollection AddFreeholdConsole(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRazorComponents();
        services.AddAuthentication().AddCookie(ConsoleSession.Scheme, options =>
        {
            options.Cookie.Name = ConsoleSession.Scheme;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // http://127.0.0.1 is the default address
            options.Cookie.IsEssential = true;
            options.ExpireTimeSpan = TimeSpan.FromMinutes(SessionMinutes);
            options.SlidingExpiration = true;
        });
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ConsoleSession>();
        services.AddSingleton<DashboardReader>();
        return services;
    }
}
