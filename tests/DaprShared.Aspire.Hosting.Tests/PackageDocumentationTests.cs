using DaprShared.Testing;

namespace DaprShared.Hosting.Tests;

public sealed class PackageDocumentationTests() : DocumentationTests(typeof(DaprSharedExtensions).Assembly, typeof(DaprdOptions).Assembly);
