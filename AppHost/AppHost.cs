var builder = DistributedApplication.CreateBuilder(args);

var mesh = builder.AddIstioLab("lab")
    .WithIstio("1.30", profile: "demo")
    .WithLab("canary")
    .WithManifest("../labs/storefront/03-gold-users.yaml");

builder.AddProject<Projects.Pricing>("pricing-v1")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithEnvironment("HEALTH_ENDPOINTS", "true")
    .WithEnvironment("PRICING_VERSION", "v1")
    .WithSidecar(mesh, app: "pricing", version: "v1", ns: "shop");

builder.AddProject<Projects.Pricing>("pricing-v2")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithEnvironment("HEALTH_ENDPOINTS", "true")
    .WithEnvironment("PRICING_VERSION", "v2")
    .WithSidecar(mesh, app: "pricing", version: "v2", ns: "shop");

builder.AddProject<Projects.Storefront>("storefront")
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithEnvironment("HEALTH_ENDPOINTS", "true")
    .WithEnvironment("PRICING_URL", "http://pricing")
    .WithSidecar(mesh, app: "storefront", version: "v1", ns: "shop");

builder.AddKubernetesEnvironment("kubernetes");

builder.Build().Run();
