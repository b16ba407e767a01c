using System.ComponentModel.DataAnnotations;
using Freehold.Grains.Providers;
using Microsoft.Extensions.Options;

namespace Freehold.Hosting;

/// <summary>Checks the whole configuration at start; each fault names the option, its value and the remedy.</summary>
internal sealed class FreeholdOptionsValidator : IValidateOptions<FreeholdOptions>
{
    public ValidateOptionsResult Validate(string? name, FreeholdOptions options)
    {
        var faults = options.Providers.SelectMany(provider => ProviderOptionsValidator.Validate(provider.Key, provider.Value))
            .Concat(options.Models.SelectMany(model => OfModel(model.Key, model.Value)))
            .ToList();
        if (options.Providers.Count > ProviderOptionsValidator.MaxProviders)
        {
            faults.Add($"Freehold:Providers has {options.Providers.Count} entries; at most {ProviderOptionsValidator.MaxProviders} are taken.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
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

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(model, new ValidationContext(model), results, validateAllProperties: true);
        foreach (var result in results)
        {
            yield return $"{section}: {result.ErrorMessage}";
        }
    }
}
