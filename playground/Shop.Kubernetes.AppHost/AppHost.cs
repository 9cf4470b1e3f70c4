// The shop in Kubernetes: `aspire publish` writes a Helm chart.
using Shop.AppHost;

var builder = DistributedApplication.CreateBuilder(args);
builder.AddKubernetesEnvironment("k8s").WithSharedDaprds();
builder.AddShop();
builder.Build().Run();
