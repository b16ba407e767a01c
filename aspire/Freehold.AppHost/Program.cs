using Freehold.AppHost;

// Everything of a cluster on this machine: its database, two control silos, a worker with one model, and the gateway, which is what clients see.
var builder = DistributedApplication.CreateBuilder(args);

var adminKey = builder.AddParameter("admin-key", secret: true);
var openAiKey = builder.AddParameter("openai-key", secret: true);
var modelPath = builder.AddParameter("model-path");

var database = builder.AddPostgres("postgres").WithDataVolume("freehold-postgres").AddDatabase("freehold");

// Either one makes the schema and the first key; whichever comes second finds them.
var control = Enumerable.Range(1, 2)
    .Select(number => builder.AddSilo($"control-{number}", "control", database)
        .WithEnvironment("FREEHOLD_ADMIN_KEY", adminKey)
        .WithEnvironment("Freehold__Providers__openai__BaseUrl", "https://api.openai.com/v1")
        .WithEnvironment("FREEHOLD_PROVIDER_OPENAI_KEY", openAiKey))
    .ToArray();

var worker = builder.AddSilo("worker-1", "worker", database)
    .WithEnvironment("Freehold__Models__local__Path", modelPath)
    .WaitFor(control[0]);

builder.AddSilo("gateway-1", "gateway", database, port: 8080)
    .WithExternalHttpEndpoints()
    .WaitFor(control[0])
    .WaitFor(control[1])
    .WaitFor(worker);

builder.Build().Run();
