using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.Kubernetes")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.Docker")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.CommunityToolkit")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.Tests")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.Kubernetes.Tests")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.Docker.Tests")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.CommunityToolkit.Tests")]
[assembly: InternalsVisibleTo("DaprShared.Tests")]
[assembly: InternalsVisibleTo("dapr-shared")]
[assembly: InternalsVisibleTo("DaprShared.Tool.Tests")]
[assembly: InternalsVisibleTo("DaprShared.Fuzz")]
