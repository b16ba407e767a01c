using System.ComponentModel.DataAnnotations;
using System.Net;
using Freehold.Contracts.Clustering;
using Freehold.Grains.Distillation.Checks;
using Freehold.Grains.Providers;
using Freehold.Inference;
using Microsoft.Extensions.Options;

namespace Freehold.Hosting;

/// <summary>Checks the whole configuration at start; each fault names the option, its value and the remedy.</summary>
internal sealed class FreeholdOptionsValidator : IValidateOptions<FreeholdOptions>
{
    public ValidateOptionsResult Validate(string? name, FreeholdOptions options)
    {
        var faults = options.Providers.SelectMany(provider => ProviderOptionsValidator.Validate(provider.Key, provider.Value))
            .Concat(options.Checks.SelectMany(check => CheckOptionsValidator.Validate(check.Key, check.Value)))
            .Concat(options.Models.SelectMany(model => OfModel(model.Key, model.Value)))
            .Concat(OfCluster(options))
            .ToList();
        if (options.Providers.Count > ProviderOptionsValidator.MaxProviders)
        {
            faults.Add($"Freehold:Providers has {options.Providers.Count} entries; at most {ProviderOptionsValidator.MaxProviders} are taken.");
        }

        if (options.Checks.Count > CheckOptionsValidator.MaxChecks)
        {
            faults.Add($"Freehold:Checks has {options.Checks.Count} entries; at most {CheckOptionsValidator.MaxChecks} are taken.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> OfCluster(FreeholdOptions options)
    {
        if (!SiloRolesText.TryParse(options.Roles, out var roles))
        {
            yield return $"Freehold:Roles is '{options.Roles}': give some of gateway, control and worker, separated by commas.";
        }
        else if (roles != SiloRoles.All && !ActorRuntime.HasRoles)
        {
            yield return $"Freehold:Roles is '{options.Roles}', and this build is one process that does everything: leave the option out, or build with "
                + "-p:ActorRuntime=Orleans.";
        }
        else if (roles != SiloRoles.All && options.Postgres is null)
        {
            yield return $"Freehold:Roles is '{options.Roles}', so other processes must do the rest: name the database that they share with --postgres.";
        }
        else if (options.Models.Count > 0 && !roles.HasFlag(SiloRoles.Worker))
        {
            yield return $"This process has models to load but not the role 'worker' (Freehold:Roles is '{options.Roles}'): add the role, or give the models to a worker.";
        }
        else if (options.Providers.Count > 0 && !roles.HasFlag(SiloRoles.Control))
        {
            yield return $"This process has providers but not the role 'control' (Freehold:Roles is '{options.Roles}'): add the role, or give the providers to a control silo.";
        }

        var cluster = options.Cluster;
        if (cluster.Id is not { Length: > 0 and <= 100 } || !cluster.Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            yield return $"Freehold:Cluster:Id is '{cluster.Id}': use 1 to 100 of a-z, A-Z, 0-9, '-', '_' and '.'.";
        }

        if (cluster.Name is { } name && !SiloName.IsValid(name))
        {
            yield return $"Freehold:Cluster:Name is '{name}': use 1 to {SiloName.MaxLength} of a-z, A-Z, 0-9, '-', '_' and '.'.";
        }

        if (cluster.Address is { } address && !IPAddress.TryParse(address, out _))
        {
            yield return $"Freehold:Cluster:Address is '{address}': give an IP address that other members can reach.";
        }

        foreach (var (key, port) in new[] { ("SiloPort", cluster.SiloPort), ("GatewayPort", cluster.GatewayPort) })
        {
            if (port is < 1 or > 65_535)
            {
                yield return $"Freehold:Cluster:{key} is {port}: give a port from 1 to 65535.";
            }
        }

        if (cluster.DeviceMemoryMebibytes is < 1)
        {
            yield return $"Freehold:Cluster:DeviceMemoryMebibytes is {cluster.DeviceMemoryMebibytes}: give a number of MiB, at least 1.";
        }
    }

    private static IEnumerable<string> OfModel(string name, Workers.ModelOptions model)
    {
        var section = $"Freehold:Models:{name}";
        if (name.Length > 100 || name == "auto" || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':'))
        {
            yield return $"'{name}' is not a model name: use 1 to 100 of a-z, A-Z, 0-9, '-', '_', '.' and ':'; 'auto' is taken.";
        }

        if (string.IsNullOrWhiteSpace(model.Path))
        {
            yield return $"{section}:Path is empty: name a GGUF file, a safetensors file or a Hugging Face folder.";
        }

        if (!ComputeDevice.TryParse(model.Device, out _))
        {
            yield return $"{section}:Device is '{model.Device}': give {ComputeDevice.Allowed}.";
        }

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(model, new ValidationContext(model), results, validateAllProperties: true);
        foreach (var result in results)
        {
            yield return $"{section}: {result.ErrorMessage}";
        }
    }
}
