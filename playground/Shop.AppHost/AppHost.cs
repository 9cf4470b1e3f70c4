using Shop.AppHost;

var builder = DistributedApplication.CreateBuilder(args);
builder.AddShop();
builder.Build().Run();
