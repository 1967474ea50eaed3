var builder = DistributedApplication.CreateBuilder(args);

builder.AddIstioLab("lab")
    .WithIstio("1.30", profile: "demo")
    .WithLab("canary");

builder.Build().Run();
