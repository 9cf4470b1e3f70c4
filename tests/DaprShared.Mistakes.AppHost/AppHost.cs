// An app with a shared daprd, and the mistakes that the configuration asks for: what a process says of them is tested from outside.
var builder = DistributedApplication.CreateBuilder(args);

switch (builder.Configuration["Target"])
{
    case "kubernetes":
        builder.AddKubernetesEnvironment("k8s").WithSharedDaprds().WithDashboard(false);
        break;
    case "compose":
        builder.AddDockerComposeEnvironment("compose").WithSharedDaprds().WithDashboard(false);
        break;
}

builder.AddContainer("orders", "shop/orders").WithHttpEndpoint(targetPort: 8080).WithDaprShared();
foreach (var mistake in (builder.Configuration["Mistakes"] ?? "").Split(','))
{
    switch (mistake)
    {
        case "app-id":
            builder.AddDaprShared("bad", appId: "Bad_Id");
            break;
        case "twice":
            builder.AddDaprShared("again", appId: "orders");
            break;
        case "option":
            builder.AddDaprShared("silent").WithOptions(options => options.LogLevel = "silent");
            break;
        case "published": // for a cluster; elsewhere there is one daprd of each
            builder.AddDaprShared("scaled").PublishAsDeployment().WithAutoscaling(4, 2);
            break;
        case "local": // two files of one name can lie in two objects, and not in one folder
            builder.AddDaprShared("files").WithResourcesFolder("resources/one").WithResourcesFolder("resources/two");
            break;
        case "late": // known when callbacks are evaluated
            builder.AddDaprShared("late-dapr", appId: "late").WithEnvironment("DAPR_API_TOKEN", "secret");
            break;
        case "warning":
            builder.AddDaprShared("open").WithoutApiToken();
            break;
    }
}

builder.Build().Run();
