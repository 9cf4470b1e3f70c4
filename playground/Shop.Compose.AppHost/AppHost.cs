// The shop with Docker Compose: `aspire publish` writes a docker-compose.yaml.
using Shop.AppHost;

var builder = DistributedApplication.CreateBuilder(args);
builder.AddDockerComposeEnvironment("compose").WithSharedDaprds();
builder.AddShop();
builder.Build().Run();
