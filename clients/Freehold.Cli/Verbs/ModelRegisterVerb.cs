using System.CommandLine;
using System.Security.Cryptography;
using Freehold.Cli.Hosting;
using Freehold.Inference.Vetting;
using Freehold.Wire.Registry;

namespace Freehold.Cli.Verbs;

/// <summary>
/// <c>models register</c>: vets a model, and registers it with the report's digest. It is in quarantine then until others approve it.
/// </summary>
internal static class ModelRegisterVerb
{
    public static Command Create(CliApp app)
    {
        var flags = new VetFlags();
        var name = new Option<string>("--name") { Description = "The name that clients use", HelpName = "NAME", Required = true };
        var location = new Option<string?>("--location")
        {
            Description = "Its place in the workers' folder of models (Freehold:Registry:ModelsFolder)",
            HelpName = "PATH"
        };
        var report = new Option<string>("--report")
        {
            Description = "File to write the vetting's report to; those who approve read it",
            HelpName = "FILE",
            Required = true
        };
        var command = flags.AddTo(new Command("register", "Vet a model and register it, in quarantine until others approve it (admin)"));
        command.Add(name);
        command.Add(location);
        command.Add(report);
        return app.Handle(command, (run, cancellationToken) => SignatureFiles.GuardAsync(async () =>
        {
            var vetted = await ModelVetting.VetAsync(run.Get(flags.Path), flags.Read(run), run.Host.Time, cancellationToken);
            var bytes = VetFlags.ToUtf8(vetted);
            await File.WriteAllBytesAsync(run.Get(report)!, bytes, cancellationToken);
            if (vetted is not { Verdict: not "refused", Digest: { } digest })
            {
                ModelVetVerb.Tell(run.Output, vetted);
                throw new FindingException($"{vetted.Path}: the model is not taken, and was not registered.");
            }

            var request = new RegisterVersionRequest
            {
                Digest = digest,
                VettingReport = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                Location = run.Get(location),
            };
            VersionVerbs.Write(run, await run.AdminClient().Admin.Registry.RegisterAsync(run.Get(name)!, request, cancellationToken));
        }));
    }
}
