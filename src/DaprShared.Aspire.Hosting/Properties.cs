using System.Runtime.CompilerServices;

// One family, see FamilyVersion.
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.Kubernetes")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.Docker")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.CommunityToolkit")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.Tests")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.Kubernetes.Tests")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.Docker.Tests")]
[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.CommunityToolkit.Tests")]
[assembly: InternalsVisibleTo("DaprShared.Fuzz")]
